// What other queues on the same Postgres do with jobs that do nothing: sent one by one by several at once and taken one at a
// time by several workers, all together. Prints JSON, a line a queue. Arguments: URL of the database server as its
// superuser, jobs, senders, workers.
import { run, makeWorkerUtils, Logger } from "graphile-worker";
import pg from "pg";
import PgBoss from "pg-boss";

const [url, ...numbers] = process.argv.slice(2);
const [jobs, senders, workers] = numbers.map(Number);
/** Jobs that are not counted: connections open, plans are made. */
const WARM_UP = 200;
/** The Studio leaves so many. */
const CONNECTIONS = 16;
const NAME = "nothing";

async function database(name) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return url.replace(/\/[^/]*$/, `/${name}`);
}

/** Does something so many times, by several at once. */
async function lanes(count, many, what) {
  let begun = 0;
  const lane = async () => {
    while (begun < count) {
      begun += 1;
      await what();
    }
  };
  await Promise.all(Array.from({ length: many }, lane));
}

/** Sends jobs and waits until they are done; jobs a second, from the first sending to the last end. */
async function rate(count, send, done) {
  const before = done();
  const began = performance.now();
  await lanes(count, senders, send);
  while (done() < before + count) await new Promise((resolve) => setTimeout(resolve, 1));
  return count / ((performance.now() - began) / 1000);
}

async function pgBoss() {
  const boss = new PgBoss({ connectionString: await database("pg_boss"), max: CONNECTIONS });
  boss.on("error", (error) => {
    throw error;
  });
  await boss.start();
  await boss.createQueue(NAME);
  let [done, over] = [0, false];
  const worker = async () => {
    while (!over) {
      const [job] = await boss.fetch(NAME);
      if (job) {
        await boss.complete(NAME, job.id);
        done += 1;
      } else await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const working = Promise.all(Array.from({ length: workers }, worker));
  const send = () => boss.send(NAME, {});
  await rate(WARM_UP, send, () => done);
  const found = await rate(jobs, send, () => done);
  over = true;
  await working;
  await boss.stop({ graceful: false });
  return found;
}

async function graphile() {
  const connectionString = await database("graphile");
  const logger = new Logger(() => (level, message) => level === "error" && console.error(message));
  const pgPool = new pg.Pool({ connectionString, max: CONNECTIONS });
  let done = 0;
  const taskList = { [NAME]: async () => void (done += 1) };
  const runner = await run({ pgPool, concurrency: workers, noHandleSignals: true, logger, taskList });
  const utils = await makeWorkerUtils({ pgPool, logger });
  const send = () => utils.addJob(NAME, {});
  await rate(WARM_UP, send, () => done);
  const found = await rate(jobs, send, () => done);
  await utils.release();
  await runner.stop();
  await pgPool.end();
  return found;
}

for (const [name, measure] of [["pg-boss", pgBoss], ["graphile-worker", graphile]]) {
  console.log(JSON.stringify({ name, rate: await measure() }));
}
