// Writes <file>.br and <file>.gz beside each file named on stdin (one a line), on all cores. Argument: brotli quality.
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import zlib from "node:zlib";

const quality = Number(process.argv[2]);
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

async function compress(file) {
  const bytes = await readFile(file);
  const params = {
    [zlib.constants.BROTLI_PARAM_QUALITY]: quality,
    [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const write = (ending) => (result) => writeFile(file + ending, result);
  await Promise.all([brotli(bytes, { params }).then(write(".br")), gzip(bytes, { level: 9 }).then(write(".gz"))]);
}

const files = (await text(process.stdin)).split("\n").filter(Boolean);
await Promise.all(files.map(compress));
