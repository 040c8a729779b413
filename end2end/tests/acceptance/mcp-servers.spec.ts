// MCP servers that others wrote, of both eras and with sessions or without: registered, their MCP tools listed and called,
// with the results that their authors document.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { expectResult, expectToolError, test, textOf } from "../fixtures/mcp";
import { get } from "../fixtures/rest";
import type { Sessions } from "../fixtures/strangers";
import { everything, filesystem, memory, time } from "../fixtures/strangers";

const folder = mkdtempSync(join(tmpdir(), "studio-story-"));
const inside = join(folder, "inside");
const outside = join(folder, "outside.txt");

test.beforeAll(() => {
  mkdirSync(inside);
  writeFileSync(join(inside, "poem.txt"), "Rosen, Tulpen, Nelken – 🌷\n");
  writeFileSync(outside, "nobody's business\n");
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.describe("server-everything", () => {
  test("is listed with what it says of itself", async ({ strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.offers("echo", "get-sum", "get-structured-content", "trigger-long-running-operation");
    // Its tools may be listed before the check that found them has ended.
    const view = await server.becomes("healthy");
    expect(view).toMatchObject({ protocol_version: "2025-11-25", master_agent: null });
    expect(view.server_info.name).toBe("mcp-servers/everything");
    const sum = (await server.tools()).find((tool) => tool.name === "get-sum");
    expect(sum?.input_schema).toMatchObject({
      type: "object",
      properties: { a: { type: "number" }, b: { type: "number" } },
      required: ["a", "b"],
    });
  });

  test("is found by the name of an MCP tool among all servers", async ({ page, strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.offers("get-sum");
    const { items } = await get(page, `${server.org}/mcp-tools?q=get-sum&limit=100`);
    expect(items).toContainEqual(expect.objectContaining({ name: "get-sum", server_id: server.id }));
  });

  test("adds", async ({ strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.offers("get-sum");
    const result = expectResult(await server.call("get-sum", { a: 2, b: 40 }));
    expect(result.content).toEqual([expect.objectContaining({ type: "text", text: "The sum of 2 and 40 is 42." })]);
  });

  test("answers with structured content", async ({ strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.offers("get-structured-content");
    const result = expectResult(await server.call("get-structured-content", { location: "New York" }));
    expect(result.structured_content).toEqual({ temperature: 33, conditions: "Cloudy", humidity: 82 });
  });

  test("answers with an image", async ({ strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.offers("get-tiny-image");
    const { content } = expectResult(await server.call("get-tiny-image"));
    const image = content.find((block: { type: string }) => block.type === "image");
    expect(Buffer.from(image.data, "base64").subarray(1, 4).toString()).toBe("PNG");
  });

  test("takes its time", async ({ strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.offers("trigger-long-running-operation");
    const result = expectResult(await server.call("trigger-long-running-operation", { duration: 3, steps: 3 }));
    expect(textOf(result)).toContain("Long running operation completed. Duration: 3 seconds, Steps: 3.");
    expect(result.duration_ms).toBeGreaterThanOrEqual(3000);
  });

  test("refuses arguments that do not fit, and says which", async ({ strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.offers("get-sum");
    const words = expectToolError(await server.call("get-sum", { a: "two", b: 40 }));
    expect(words).toMatch(/Invalid arguments for tool get-sum.* at a\b/s);
  });

  test("shows its resources and prompts", async ({ page, strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await server.becomes("healthy");
    const prompts = await get(page, `${server.path}/prompts`);
    expect(prompts.items.map((prompt: { name: string }) => prompt.name)).toEqual(
      expect.arrayContaining(["simple-prompt", "args-prompt"]),
    );
    const resources = await get(page, `${server.path}/resources`);
    const uris = resources.items.map((resource: { uri: string }) => resource.uri);
    expect(uris.filter((uri: string) => uri.startsWith("demo://resource/static/document/"))).not.toEqual([]);
  });

  // It answers 400 to the session of its life before, and not 404 as the protocol has it.
  test("is called again after a restart", async ({ processes, register }) => {
    const first = await processes.start(everything);
    const server = await register(first.url);
    await server.offers("get-sum");
    expectResult(await server.call("get-sum", { a: 1, b: 1 }));
    await first.kill();
    await processes.start(everything, first.port);
    const answer = await server.call("get-sum", { a: 2, b: 40 });
    expect(textOf(expectResult(answer))).toBe("The sum of 2 and 40 is 42.");
    expect(answer.took).toBeLessThan(10_000);
  });
});

for (const sessions of ["stateful", "stateless"] as Sessions[]) {
  test.describe(`server-filesystem behind supergateway, ${sessions}`, () => {
    const files = filesystem(inside, sessions);

    test("is listed", async ({ strangers, register }) => {
      const server = await register((await strangers.keep(files)).url);
      await server.offers("read_text_file", "write_file", "list_directory");
      const view = await server.becomes("healthy");
      expect(view.protocol_version).toBe("2025-11-25");
      expect(view.server_info.name).toBe("secure-filesystem-server");
    });

    test("reads a file in its folder", async ({ strangers, register }) => {
      const server = await register((await strangers.keep(files)).url);
      await server.offers("read_text_file");
      const result = expectResult(await server.call("read_text_file", { path: join(inside, "poem.txt") }));
      expect(textOf(result)).toBe("Rosen, Tulpen, Nelken – 🌷\n");
    });

    test("refuses a file outside of it", async ({ strangers, register }) => {
      const server = await register((await strangers.keep(files)).url);
      await server.offers("read_text_file");
      const answer = await server.call("read_text_file", { path: outside });
      expect(expectToolError(answer)).toContain("Access denied - path outside allowed directories");
      expect(JSON.stringify(answer.body)).not.toContain("nobody's business");
    });
  });

  test.describe(`mcp-server-time behind supergateway, ${sessions}`, () => {
    test("is listed, and spoken to without a session", async ({ strangers, register }) => {
      const server = await register((await strangers.keep(time(sessions))).url);
      await server.offers("convert_time", "get_current_time");
      const view = await server.becomes("healthy");
      expect(view.protocol_version).toBe("2026-07-28");
      expect(view.server_info.name).toBe("mcp-time");
    });

    test("converts a time", async ({ strangers, register }) => {
      const server = await register((await strangers.keep(time(sessions))).url);
      await server.offers("convert_time");
      const args = { source_timezone: "UTC", time: "12:00", target_timezone: "Asia/Tokyo" };
      const result = expectResult(await server.call("convert_time", args));
      expect(result.structured_content.time_difference).toBe("+9.0h");
      expect(JSON.parse(textOf(result)).target.datetime).toMatch(/T21:00:00\+09:00$/);
    });

    test("refuses what is no time", async ({ strangers, register }) => {
      const server = await register((await strangers.keep(time(sessions))).url);
      await server.offers("convert_time");
      const args = { source_timezone: "UTC", time: "noon", target_timezone: "Asia/Tokyo" };
      expect(expectToolError(await server.call("convert_time", args))).toContain("Invalid time format");
    });
  });
}

test("server-memory keeps what it was told", async ({ processes, register }, info) => {
  const server = await register((await processes.start(memory(info.outputPath("memory.jsonl")))).url);
  await server.offers("create_entities", "search_nodes");
  const ada = { name: "Ada", entityType: "person", observations: ["wrote the first program"] };
  expectResult(await server.call("create_entities", { entities: [ada] }));
  const found = expectResult(await server.call("search_nodes", { query: "first program" }));
  expect(found.structured_content).toEqual({ entities: [ada], relations: [] });
  const nothing = expectResult(await server.call("search_nodes", { query: "Babbage" }));
  expect(nothing.structured_content).toEqual({ entities: [], relations: [] });
});
