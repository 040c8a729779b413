// MCP servers that others wrote, on pages alone: registered with the wizard, their MCP tools seen, one called, and one called by
// a task. What they answer is what their authors document.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { fillArguments } from "../fixtures/arguments";
import { test } from "../fixtures/mcp";
import { addChecked, checkServer, comeBack, open } from "../fixtures/people";
import type { Program, Sessions } from "../fixtures/strangers";
import { everything, filesystem, memory, time } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");
const folder = mkdtempSync(join(tmpdir(), "studio-story-"));
const poem = join(folder, "poem.txt");

test.beforeAll(() => writeFileSync(poem, "Rosen, Tulpen, Nelken – 🌷\n"));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A call of an MCP tool and a part of its result. */
interface Call {
  tool: string;
  args: unknown;
  answers: string;
}

/** A server, what is called on its page, and what is called by a task after that. */
interface Story {
  name: string;
  program: () => Program;
  byHand: Call;
  byTask: Call;
}

const zones = (time: string) => ({ source_timezone: "UTC", time, target_timezone: "Asia/Tokyo" });
const ada = { name: "Ada", entityType: "person", observations: ["wrote the first program"] };

const stories: Story[] = [
  {
    name: "server-everything",
    program: () => everything,
    byHand: { tool: "get-sum", args: { a: 2, b: 40 }, answers: "The sum of 2 and 40 is 42." },
    byTask: { tool: "echo", args: { message: "Grüße" }, answers: "Echo: Grüße" },
  },
  ...(["stateful", "stateless"] as Sessions[]).flatMap((sessions): Story[] => [
    {
      name: `server-filesystem behind supergateway, ${sessions}`,
      program: () => filesystem(folder, sessions),
      byHand: { tool: "read_text_file", args: { path: poem }, answers: "Rosen, Tulpen, Nelken – 🌷" },
      byTask: { tool: "list_directory", args: { path: folder }, answers: "[FILE] poem.txt" },
    },
    {
      name: `server-memory behind supergateway, ${sessions}`,
      program: () => memory(join(folder, `memory-${sessions}.jsonl`), sessions),
      byHand: { tool: "create_entities", args: { entities: [ada] }, answers: ada.observations[0] },
      byTask: { tool: "search_nodes", args: { query: "first program" }, answers: ada.observations[0] },
    },
    {
      name: `mcp-server-time behind supergateway, ${sessions}`,
      program: () => time(sessions),
      byHand: { tool: "convert_time", args: zones("12:00"), answers: "+9.0h" },
      byTask: { tool: "convert_time", args: zones("15:30"), answers: "T00:30:00+09:00" },
    },
  ]),
];

/** The result is shown. Parts of it may be folded up. */
async function expectAnswer(page: Page, { answers }: Call): Promise<void> {
  await expect(page.locator(".call-outcome")).toContainText(answers, { timeout: 20_000 });
}

for (const { name, program, byHand, byTask } of stories) {
  test(name, async ({ page, processes, adopt }) => {
    const { url } = await processes.start(program());
    const org = await comeBack(page);
    const unique = `by page ${Date.now().toString(36)}`;
    await checkServer(page, org, unique, url);
    const server = adopt(org, await addChecked(page));

    // Its MCP tools.
    await page.locator(".tabs__tab").filter({ hasText: t("mcp-tool-title") }).click();
    await page.waitForURL(/\/mcp-tools$/);
    for (const { tool } of [byTask, byHand]) {
      await expect(page.locator(`main td a[href$='/mcp-tools/${tool}']`)).toBeVisible();
    }

    // One is called on its page.
    await page.locator(`main td a[href$='/mcp-tools/${byHand.tool}']`).click();
    await page.waitForURL(new RegExp(`/mcp-tools/${byHand.tool}$`));
    await fillArguments(page, byHand.args);
    await page.getByRole("button", { name: t("mcp-tool-call"), exact: true }).click();
    await page.waitForURL(/\?call=[0-9a-f-]{36}$/);
    await expectAnswer(page, byHand);

    // One is called by a task.
    await open(page, `/o/${org}/tasks/new?server=${server.id}`);
    await page.locator("input[name='task[title]']").fill(`Call ${unique}`);
    await page.getByRole("radio", { name: t("task-kind-call"), exact: true }).check();
    await expect(page.locator(`#task-tools option[value='${byTask.tool}']`)).toHaveCount(1);
    await page.locator("input[name='task[tool]']").fill(byTask.tool);
    // The form for its arguments has come.
    await expect(page.locator("input[name='task[arguments_tool]']")).toHaveValue(byTask.tool);
    await fillArguments(page, byTask.args);
    await page.getByRole("button", { name: t("task-create-and-run"), exact: true }).click();
    await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
    await expectAnswer(page, byTask);
    await expect(page.getByText(t("execution-state-succeeded")).first()).toBeVisible();
  });
}
