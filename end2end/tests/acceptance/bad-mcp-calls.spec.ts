// What cannot be a call of an MCP tool is refused with its reason, and the server never hears of it.
import { expect } from "@playwright/test";
import { expectProblem, expectResult, test } from "../fixtures/mcp";
import { bad } from "../fixtures/strangers";

test("an MCP tool that the server does not have", async ({ processes, register }) => {
  const stranger = await processes.start(bad());
  const server = await register(stranger.url);
  await server.offers("who");
  expectProblem(await server.call("whom"), 404, "not_found");
  expect(stranger.log()).not.toContain("call ");
});

test("an MCP tool that the server had until its restart", async ({ processes, register }) => {
  test.setTimeout(180_000);
  const stranger = await processes.start(bad({ tools: ["saw", "who"] }));
  const server = await register(stranger.url);
  await server.offers("saw");
  await stranger.kill();
  const again = await processes.start(bad({ tools: ["hammer", "who"] }), stranger.port);
  await server.offers("hammer");
  expectProblem(await server.call("saw"), 404, "not_found");
  expectResult(await server.call("who"));
  expect(again.log()).not.toContain("call saw");
});

for (const [what, args] of [
  ["a list", [2, 40]],
  ["a text", "2 and 40"],
  ["a number", 42],
] as [string, unknown][]) {
  test(`arguments that are ${what}`, async ({ processes, register }) => {
    const stranger = await processes.start(bad());
    const server = await register(stranger.url);
    await server.offers("who");
    const problem = expectProblem(await server.call("who", args), 422, "invalid");
    expect(problem.errors?.map((error) => error.field)).toEqual(["arguments"]);
    expect(stranger.log()).not.toContain("call ");
  });
}

test("a body that is no JSON", async ({ processes, register }) => {
  const stranger = await processes.start(bad());
  const server = await register(stranger.url);
  await server.offers("who");
  expectProblem(await server.send("who", '{"arguments": {"a": 2,'), 400, "malformed");
  expect(stranger.log()).not.toContain("call ");
});
