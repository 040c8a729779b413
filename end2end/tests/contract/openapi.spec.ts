// What the OpenAPI document promises, the Studio keeps, also when it is sent nonsense: schemathesis asks. It uses up the
// sign-ups of this address, so it runs when all other stories are told.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { password } from "../fixtures/people";

const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

test("the Studio answers as its description says", async ({ request, baseURL }, info) => {
  test.setTimeout(300_000);
  const name = `robot${Date.now().toString(36)}`;
  const registered = await request.post("/api/v1/auth/register", {
    data: { name, email: `${name}@example.org`, password, organization_name: name },
  });
  expect(registered.status(), await registered.text()).toBe(201);
  const { access_token: token, organization } = await registered.json();
  const headers = { authorization: `Bearer ${token}` };
  const make = async (path: string, data?: object): Promise<string> => {
    const made = await request.post(`/api/v1/orgs/${organization.slug}/${path}`, { headers, data });
    expect(made.ok(), await made.text()).toBe(true);
    return (await made.json()).id;
  };
  const server = await make("servers", { name, url: "http://127.0.0.1:9/mcp", auth: { kind: "none" } });
  const action = { kind: "command", command: "true" };
  const task = await make("tasks", { title: name, server_id: server, action });
  const execution = await make(`tasks/${task}/executions`);

  // Ids of what is there, but where it would be deleted.
  const ids = Object.entries({ server, task, execution }).map(
    ([tag, id]) => `[[operations]]\ninclude-tag = "${tag}"\nexclude-method = "DELETE"\nparameters = { "path.id" = "${id}" }\n`,
  );
  const folder = info.outputPath("schemathesis");
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "schemathesis.toml");
  // 502 is an answer where the description has it: the remote server is at fault, and this one is not there.
  const statuses = `[checks.not_a_server_error]\nexpected-statuses = ["2xx", "3xx", "4xx", "502"]\n`;
  const org = `[parameters]\n"path.org" = "${organization.slug}"\n`;
  writeFileSync(config, [statuses, org, ...ids].join("\n"));

  const program = process.env.STUDIO_E2E_SCHEMATHESIS;
  if (!program) throw new Error("STUDIO_E2E_SCHEMATHESIS is not set; run the stories with ./studio test --e2e");
  const options = [
    `--header=Authorization: Bearer ${token}`,
    `--checks=${checks.join(",")}`,
    "--mode=all",
    "--phases=coverage,fuzzing",
    "--max-examples=25",
    "--seed=1",
    "--no-shrink",
    "--continue-on-failure",
    "--generation-database=none",
    // Not more: generating in two threads at once can crash Python 3.11 (recursion depth in ast.parse).
    "--workers=1",
    "--request-timeout=30",
    "--warnings=off",
    // Sockets are no requests and answers, and without a session there is nothing more to ask.
    ...["events", "terminal", "logout"].map((id) => `--exclude-operation-id=${id}`),
  ];
  const url = `${baseURL}/api/openapi.json`;
  const run = spawnSync(program, ["--config-file", config, "--no-color", "run", ...options, url], {
    cwd: folder,
    encoding: "utf8",
    timeout: 280_000,
  });
  expect(run.status, `${run.stdout}\n${run.stderr}`).toBe(0);
});
