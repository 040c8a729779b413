// A slow network and one that goes away: pages are read and forms are sent before the program comes, what was entered by then is
// kept and counts, what is on its way is said, and a page that lost its connection finds back by itself.
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { comeBack, open } from "../fixtures/people";
import { addServer, gate, run } from "../fixtures/rest";
import { bad } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");
const alive = (page: Page) => page.locator(".live--live");
const underWay = (page: Page) => page.getByRole("progressbar", { name: t("ui-page-loading"), exact: true });

/** From now on 400 kbit/s, and 400 ms until an answer begins. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const throughput = 50_000;
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
}

/** Holds back what matches until the returned function is called. */
async function hold(page: Page, url: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(url, async (route) => {
    await released;
    // The page may have gone elsewhere meanwhile.
    await route.continue().catch(() => {});
  });
  return release;
}

const program = /\/frontend[^/]*\.wasm$/;

test("what is entered before the program comes is kept, and counts", async ({ page, register, processes }) => {
  const { url } = await processes.start(bad({ tools: ["who", "wait"] }));
  const server = await register(url);
  await server.offers("who", "wait");
  const release = await hold(page, program);
  await page.goto(`/o/${server.org}/tasks/new`, { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("task-new"));
  const title = page.locator("input[name='task[title]']");
  const chosen = page.locator("select[name='task[server_id]']");
  const call = page.getByRole("radio", { name: t("task-kind-call"), exact: true });
  await title.fill("Typed early");
  await chosen.selectOption(server.id);
  await call.check();
  await page.locator("input[name='task[tool]']").fill("who");
  await expect(alive(page)).toHaveCount(0);

  release();
  await expect(alive(page)).toBeVisible({ timeout: 20_000 });
  await expect(title).toHaveValue("Typed early");
  await expect(chosen).toHaveValue(server.id);
  await expect(call).toBeChecked();
  // The page knows what was chosen, and offers what belongs to it.
  await expect(page.locator("#task-tools option[value='wait']")).toHaveCount(1);
  await expect(page.locator("input[name='task[arguments_tool]']")).toHaveValue("who");
});

test("arguments that are entered early are not missing", async ({ page, register, processes }) => {
  const inputSchema = { type: "object", properties: { text: { type: "string" } }, required: ["text"] };
  const { url } = await processes.start(bad({ tools: [{ name: "say", inputSchema }] }));
  const server = await register(url);
  await server.offers("say");
  const release = await hold(page, program);
  await page.goto(`/o/${server.path}/mcp-tools/say`, { waitUntil: "domcontentloaded" });
  await page.locator("[name='arguments[/text]']").fill("Good morning");
  release();
  await expect(alive(page)).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: t("mcp-tool-call"), exact: true }).click();
  await page.waitForURL(/\?call=[0-9a-f-]{36}$/);
  await expect(page.locator(".call-outcome")).toContainText("Good morning");
});

test("a form is sent before the program comes", async ({ page }) => {
  const org = await comeBack(page);
  const server = await addServer(page, org);
  await slowDown(page);
  const release = await hold(page, program);
  await page.goto(`/o/${org}/tasks/new`, { waitUntil: "domcontentloaded" });
  await page.locator("input[name='task[title]']").fill("Sent early");
  await page.locator("select[name='task[server_id]']").selectOption(server);
  await page.locator("textarea[name='task[command]']").fill("echo sent early");
  await page.getByRole("button", { name: t("task-create-and-run"), exact: true }).click();
  await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sent early");
  await expect(alive(page)).toHaveCount(0);
  release();
  await expect(page.locator(".xterm-rows")).toContainText("sent early", { timeout: 30_000 });
  await expect(page.getByText(t("execution-state-succeeded")).first()).toBeVisible();
});

test("a filter that is chosen early filters", async ({ page }) => {
  const org = await comeBack(page);
  const release = await hold(page, program);
  await page.goto(`/o/${org}/executions`, { waitUntil: "domcontentloaded" });
  await page.getByLabel(t("execution-filter-state"), { exact: true }).selectOption("lost");
  release();
  await page.waitForURL(/\/executions\?state=lost$/);
  await expect(page.getByLabel(t("execution-filter-state"), { exact: true })).toHaveValue("lost");
});

test("a page that is on its way says so, and comes as a skeleton", async ({ page }) => {
  const org = await comeBack(page);
  await addServer(page, org);
  await open(page, `/o/${org}`);
  await slowDown(page);

  // First a part of the program, then its data.
  const part = await hold(page, /\.wasm$/);
  const data = await hold(page, /\/api\/fn\/list-servers$/);
  const servers = page.locator(`nav a[href="/o/${org}/servers"]`);
  await servers.click();
  await expect(servers).toHaveAttribute("aria-current", "page");
  await expect(underWay(page)).toBeVisible();
  part();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("server-title"), { timeout: 30_000 });
  await expect(page.locator(".skeleton-table")).toBeVisible();
  await expect(underWay(page)).toBeHidden();
  data();
  await expect(page.locator("main tbody tr").first()).toBeVisible();

  // Of other words in the same list, while those of before are still shown.
  await page.unrouteAll({ behavior: "ignoreErrors" });
  const found = await hold(page, /\/api\/fn\/list-servers$/);
  await page.getByRole("searchbox").fill("no such server");
  await page.keyboard.press("Enter");
  await expect(underWay(page)).toBeVisible();
  await expect(page.locator("main tbody tr").first()).toBeVisible();
  found();
  await expect(page.getByText(t("server-empty-search-title").replace("{ $q }", "no such server"))).toBeVisible();
  await expect(underWay(page)).toBeHidden();
});

test("without a network the page says so, and finds back by itself", async ({ page, context }) => {
  const org = await comeBack(page);
  const server = await addServer(page, org);
  const { wait, open: go } = gate();
  const execution = await run(page, org, server, `echo before; ${wait}; echo after`);
  await open(page, `/o/${org}/executions/${execution}`);
  const rows = page.locator(".xterm-rows");
  await expect(rows).toContainText("before");

  await context.setOffline(true);
  await expect(page.locator(".live--broken")).toBeVisible({ timeout: 5_000 });
  await expect(page.getByRole("status").filter({ hasText: t("ui-live-lost") })).toBeAttached();
  await go(page, org, server);
  await page.waitForTimeout(1_000);
  await expect(rows).not.toContainText("after");

  await context.setOffline(false);
  await expect(alive(page)).toBeVisible({ timeout: 5_000 });
  await expect(rows).toContainText("after", { timeout: 5_000 });
  await expect(page.getByText(t("execution-state-succeeded")).first()).toBeVisible();
});
