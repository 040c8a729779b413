// MCP servers that fail, in all the ways they have: each is named, none makes the Studio wait for ever, and none is felt by the
// others.
import { expect } from "@playwright/test";
import { balance } from "../fixtures/balancer";
import type { Server } from "../fixtures/mcp";
import { expectAnyIssue, expectIssue, expectResult, test, textOf } from "../fixtures/mcp";
import { get } from "../fixtures/rest";
import type { Stranger } from "../fixtures/strangers";
import { bad, freePort } from "../fixtures/strangers";

/** Calls an MCP tool and returns when the server has begun with it. */
async function begin(server: Server, stranger: Stranger, tool: string, args: object) {
  const began = () => stranger.log().split("\n").filter((line) => line === `call ${tool}`).length;
  const before = began();
  const answer = server.call(tool, args);
  // Whoever waits for it hears of a failure; this keeps one from being called unhandled until then.
  answer.catch(() => {});
  await expect.poll(began).toBe(before + 1);
  return { answer };
}

for (const sessions of [true, false]) {
  test.describe(sessions ? "with sessions" : "without sessions", () => {
    test("killed in the middle of a call: named at once, and the next call works", async ({ processes, register }) => {
      const stranger = await processes.start(bad({ sessions }));
      const server = await register(stranger.url);
      await server.offers("wait");
      const { answer } = await begin(server, stranger, "wait", { ms: 600_000 });
      const killed = Date.now();
      await stranger.kill();
      expectIssue(await answer, "connection_lost");
      expect(Date.now() - killed).toBeLessThan(10_000);
      await processes.start(bad({ sessions, name: "second life" }), stranger.port);
      expect(textOf(expectResult(await server.call("who")))).toBe("second life");
    });

    test("dead after the head of an answer: named at once", async ({ processes, register }) => {
      const server = await register((await processes.start(bad({ sessions }))).url);
      await server.offers("die");
      const answer = await server.call("die", { begun: true });
      expectIssue(answer, "connection_lost");
      expect(answer.took).toBeLessThan(10_000);
    });

    test("killed while idle: seen, and back without a click", async ({ processes, register }) => {
      test.setTimeout(180_000);
      const stranger = await processes.start(bad({ sessions }));
      const server = await register(stranger.url);
      await server.offers("who");
      expectResult(await server.call("who"));
      await stranger.kill();
      const down = await server.check();
      expect([down.status, down.last_error.code]).toEqual(["unreachable", "connection_refused"]);
      expect(Date.parse(down.next_check_at)).toBeGreaterThan(Date.parse(down.last_checked_at));
      await processes.start(bad({ sessions }), stranger.port);
      const up = await server.becomes("healthy");
      expect([up.attempt, up.last_error]).toEqual([0, null]);
      expectResult(await server.call("who"));
    });

    test("restarted with other MCP tools: the list changes without a click", async ({ processes, register }) => {
      test.setTimeout(180_000);
      const stranger = await processes.start(bad({ sessions, tools: ["who", "saw"] }));
      const server = await register(stranger.url);
      await server.offers("who", "saw");
      await stranger.kill();
      await processes.start(bad({ sessions, tools: ["who", "hammer"] }), stranger.port);
      await server.offers("who", "hammer");
      expect(await server.toolNames()).toEqual(["hammer", "who"]);
    });
  });
}

test("dead: a call says so", async ({ processes, register }) => {
  const stranger = await processes.start(bad());
  const server = await register(stranger.url);
  await server.offers("who");
  await stranger.kill();
  const answer = await server.call("who");
  // The kept connection is found cut, or a new one refused, as it happens.
  expectAnyIssue(answer, ["connection_refused", "connection_lost"]);
  expect(answer.took).toBeLessThan(10_000);
});

test.describe("behind a balancer that gives each request to the next of two", () => {
  test("without sessions: both are used", async ({ processes, register }) => {
    const one = await processes.start(bad({ name: "one" }));
    const two = await processes.start(bad({ name: "two" }));
    const balancer = await balance([one.port, two.port]);
    try {
      const server = await register(balancer.url);
      await server.offers("who");
      const names = new Set<string>();
      for (let i = 0; i < 6; i += 1) names.add(textOf(expectResult(await server.call("who"))));
      expect([...names].sort()).toEqual(["one", "two"]);
    } finally {
      await balancer.close();
    }
  });

  // It cannot work: the other one does not know the session. What matters is that this is said.
  test("with sessions: named, and nothing hangs", async ({ processes, register }) => {
    const one = await processes.start(bad({ name: "one", sessions: true }));
    const two = await processes.start(bad({ name: "two", sessions: true }));
    const server = await register(one.url);
    await server.offers("who");
    const balancer = await balance([one.port, two.port]);
    try {
      await server.move(balancer.url);
      for (let i = 0; i < 4; i += 1) {
        const answer = await server.call("who");
        expect(answer.took).toBeLessThan(15_000);
        if (answer.status === 200) expect(textOf(expectResult(answer))).toMatch(/^(one|two)$/);
        else expectAnyIssue(answer, ["connection_lost", "path_not_found", "server_error"]);
      }
    } finally {
      await balancer.close();
    }
  });
});

test("accepts connections and never answers: named", async ({ processes, register }) => {
  test.setTimeout(120_000);
  const server = await register((await processes.start(bad({ silent: true }))).url);
  const view = await server.becomes("unreachable", 60_000);
  expect(view.last_error.code).toBe("response_timeout");
});

test("never answers a call: named when its time is up", async ({ processes, register }) => {
  test.setTimeout(180_000);
  const stranger = await processes.start(bad());
  const server = await register(stranger.url);
  await server.offers("wait");
  const answer = await server.call("wait", { ms: 600_000 });
  expectIssue(answer, "response_timeout");
  expect(answer.took).toBeLessThan(90_000);
  expectResult(await server.call("who"));
});

test("twenty calls that hang at one server hold up no call of another", async ({ processes, register }) => {
  const stuck = await processes.start(bad({ name: "stuck" }));
  const well = await processes.start(bad({ name: "well" }));
  const hanging = await register(stuck.url);
  const healthy = await register(well.url);
  await hanging.offers("wait");
  await healthy.offers("who");
  const calls = Array.from({ length: 20 }, () => hanging.call("wait", { ms: 600_000 }));
  const ended = Promise.allSettled(calls);
  await expect.poll(() => stuck.log()).toContain("call wait");
  const answer = await healthy.call("who");
  expect(textOf(expectResult(answer))).toBe("well");
  expect(answer.took).toBeLessThan(2_000);
  await stuck.kill();
  await ended;
});

test("one that never answers does not keep another from being found", async ({ processes, register }) => {
  const silent = await processes.start(bad({ silent: true }));
  for (let i = 0; i < 5; i += 1) await register(silent.url, "silent");
  const { url } = await processes.start(bad());
  const began = Date.now();
  const server = await register(url);
  await server.offers("who");
  expect(Date.now() - began).toBeLessThan(10_000);
});

test("a list of 2,000 MCP tools is whole, searchable and callable", async ({ page, processes, register }) => {
  const server = await register((await processes.start(bad({ tools: [], count: 2000 }))).url);
  await server.offers("tool-0001", "tool-2000");
  expect(new Set(await server.toolNames()).size).toBe(2000);
  const { items } = await get(page, `${server.path}/mcp-tools?q=tool-1999`);
  expect(items.map((tool: { name: string }) => tool.name)).toEqual(["tool-1999"]);
  const result = expectResult(await server.call("tool-1999", { text: "hello" }));
  expect(result.structured_content).toEqual({ text: "hello" });
});

test("a result of 40 MB: refused with its cause, and the server is used further", async ({ processes, register }) => {
  const server = await register((await processes.start(bad({ sessions: true }))).url);
  await server.offers("huge");
  const answer = await server.call("huge", { bytes: 40_000_000 });
  expectIssue(answer, "response_too_large");
  expect(answer.took).toBeLessThan(20_000);
  expectResult(await server.call("who"));
});

test("a result of 1 MB comes whole", async ({ processes, register }) => {
  const server = await register((await processes.start(bad())).url);
  await server.offers("huge");
  const result = expectResult(await server.call("huge", { bytes: 1_000_000 }));
  expect(textOf(result)).toBe("x".repeat(1_000_000));
});

test("an error of the protocol is told in the server's words", async ({ processes, register }) => {
  const server = await register((await processes.start(bad())).url);
  await server.offers("refuse");
  expect(expectIssue(await server.call("refuse"), "server_error")).toContain("the moon is full");
});

test("a schema that refers to itself is kept as it is", async ({ processes, register }) => {
  const inputSchema = { type: "object", properties: { child: { $ref: "#" } } };
  const server = await register((await processes.start(bad({ tools: [{ name: "tree", inputSchema }] }))).url);
  await server.offers("tree");
  expect((await server.tools())[0].input_schema).toEqual(inputSchema);
  const deep = { child: { child: { child: {} } } };
  expect(expectResult(await server.call("tree", deep)).structured_content).toEqual(deep);
});

for (const [what, inputSchema] of [
  ["a text", "banana"],
  ["a number", 42],
  ["a list", [{ type: "object" }]],
  ["missing", undefined],
] as [string, unknown][]) {
  test(`an input schema that is ${what}: the server is usable or says why not`, async ({ processes, register }) => {
    const tools = [{ name: "odd", inputSchema }, "who"];
    const server = await register((await processes.start(bad({ tools }))).url);
    await server.becomes("healthy", 30_000);
    // The sound one is listed all the same, or the list as a whole is said to be unusable: never an empty list without a word.
    await expect
      .poll(async () => (await server.toolNames()).includes("who") || (await server.view()).catalog_error?.code, {
        timeout: 30_000,
      })
      .toBeTruthy();
  });
}

test("nothing there from the beginning: named", async ({ register }) => {
  const server = await register(`http://127.0.0.1:${await freePort()}/mcp`);
  const view = await server.becomes("unreachable", 30_000);
  expect(view.last_error.code).toBe("connection_refused");
});
