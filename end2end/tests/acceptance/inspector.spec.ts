// A stranger's client: the MCP Inspector's command line talks to the master agent, in both eras of the protocol.
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { localAgent } from "../fixtures/agent";

const modules = join(dirname(fileURLToPath(import.meta.url)), "../../node_modules");
const inspector = join(modules, "@modelcontextprotocol/inspector/clients/launcher/build/index.js");

interface Answer {
  code: number;
  out: string;
  err: string;
}

/** Calls the Inspector; its home is the test's own, so that nothing a person has stored is sent. */
function inspect(home: string, era: string, token: string, ...method: string[]): Promise<Answer> {
  const args = [inspector, "--cli", localAgent().url, "--transport", "http", "--protocol-era", era];
  args.push("--stored-auth-only", "--format", "json", "--header", `Authorization: Bearer ${token}`, ...method);
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { PATH: process.env.PATH, HOME: home }, timeout: 30_000 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, out, err });
    });
  });
}

for (const era of ["legacy", "modern"]) {
  test.describe(`${era} era`, () => {
    test("lists the tools", async ({}, info) => {
      const { code, out, err } = await inspect(info.outputDir, era, localAgent().token, "--method", "tools/list");
      expect(code, err).toBe(0);
      const names = JSON.parse(out).result.tools.map((tool: { name: string }) => tool.name);
      expect(names).toEqual(expect.arrayContaining(["host_info", "exec_start", "run_command"]));
    });

    for (const exit of [0, 3]) {
      test(`runs a command that prints in steps and exits with ${exit}`, async ({}, info) => {
        const command = `for i in 1 2 3; do echo step $i; sleep 0.3; done; exit ${exit}`;
        const call = ["--method", "tools/call", "--tool-name", "run_command", "--tool-arg", `command=${command}`];
        const { code, out, err } = await inspect(info.outputDir, era, localAgent().token, ...call);
        expect(code, err).toBe(0);
        const { isError, structuredContent } = JSON.parse(out).result;
        expect(isError ?? false).toBe(false);
        expect(structuredContent).toMatchObject({
          exit_code: exit,
          output: "step 1\nstep 2\nstep 3\n",
          output_bytes: 21,
          output_cut: false,
          state: "exited",
        });
      });
    }

    test("a wrong token is refused", async ({}, info) => {
      const { code, out, err } = await inspect(info.outputDir, era, "wrong", "--method", "tools/list");
      expect(code).not.toBe(0);
      expect(out).toBe("");
      const { error } = JSON.parse(err.trim().split("\n").at(-1) ?? "");
      expect(error.code).toBe("auth_required");
      // The modern client tells the status in words of its own; the legacy one what the agent said.
      expect(error.message).toMatch(era === "modern" ? /HTTP 401/ : /unauthorized.*master-agent token/);
    });
  });
}
