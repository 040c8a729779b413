// An organization with a thousand servers and hundreds of executions: pages stay small, and everything is found.
import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { comeBack, open } from "../fixtures/people";
import { addServer, get, post } from "../fixtures/rest";
import { words } from "../fixtures/words";

const t = words("en");
const SERVERS = 1_000;
const RUNS = 200;
/** An import takes so many servers at once. */
const AT_ONCE = 100;
/** Rows of a page. */
const ROWS = 25;

const name = (index: number) => `gateway-${String(index).padStart(4, "0")}`;
const title = (index: number) => `Job ${String(index).padStart(4, "0")}`;
const rows = (page: Page) => page.locator("main tbody tr");
const next = (page: Page) => page.getByRole("link", { name: t("ui-next-page"), exact: true });

/** Makes an organization of its own, so that no other story has to live with its rows; returns its slug. */
async function anOrganization(page: Page): Promise<string> {
  const origin = new URL(page.url()).origin;
  const data = { name: `Many ${Date.now().toString(36)}` };
  const response = await page.request.post("/api/v1/orgs", { data, headers: { origin } });
  expect(response.status()).toBe(201);
  return (await response.json()).slug;
}

/** Carries out `act` for each number below `count`, several at a time. */
async function each(count: number, act: (index: number) => Promise<unknown>): Promise<void> {
  let index = 0;
  const worker = async () => {
    while (index < count) await act(index++);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** What a page weighs: bytes of its HTML as they travel, and its elements once it is alive. */
async function weight(page: Page): Promise<{ bytes: number; elements: number }> {
  return page.evaluate(() => {
    const [document_] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return { bytes: document_.encodedBodySize, elements: document.querySelectorAll("*").length };
  });
}

/** Goes from page to page to the end; returns what stands first in each row, in order. */
async function toTheEnd(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const here = await page.locator("main tbody .table__link").allInnerTexts();
    expect(here.length).toBeLessThanOrEqual(ROWS);
    all.push(...here);
    if ((await next(page).count()) === 0) return all;
    await next(page).click();
    await expect(page.locator("main tbody .table__link").first()).not.toHaveText(here[0]);
  }
}

test("a thousand servers and hundreds of executions", async ({ page }) => {
  test.setTimeout(180_000);
  await comeBack(page);
  const org = await anOrganization(page);
  const here = await addServer(page, org);
  for (let from = 1; from < SERVERS; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, SERVERS - from);
    const servers = Array.from({ length: count }, (_, i) => [name(from + i), { url: "http://127.0.0.1:9/mcp" }]);
    await post(page, `${org}/servers/import`, { text: JSON.stringify({ mcpServers: Object.fromEntries(servers) }) });
  }
  await each(RUNS, async (index) => {
    const command = index % 100 === 0 ? "exit 3" : "true";
    const task = { title: title(index), server_id: here, action: { kind: "command", command } };
    const { id } = await post(page, `${org}/tasks`, task);
    await post(page, `${org}/tasks/${id}/executions`);
  });
  const state = async (state: string) => (await get(page, `${org}/executions?limit=100&state=${state}`)).items.length;
  await expect.poll(async () => (await state("queued")) + (await state("running")) + (await state("claimed")), {
    timeout: 60_000,
  }).toBe(0);

  await test.step("the dashboard counts them, and leads to what it counted", async () => {
    await open(page, `/o/${org}`);
    const stat = (key: string) => page.locator(".stat").filter({ hasText: t(key) });
    await expect(stat("dashboard-servers").locator(".stat__value")).toHaveText("1,000");
    await expect(stat("dashboard-today").locator(".stat__value")).toHaveText(String(RUNS));
    await expect(stat("dashboard-rate").locator(".stat__value")).toHaveText("99%");
    const unreachable = page.locator(".counts__row").filter({ hasText: t("server-status-unreachable") });
    await expect(unreachable.locator(".counts__count")).toHaveText("999", { timeout: 30_000 });
    expect((await weight(page)).bytes).toBeLessThan(20_000);
    await unreachable.click();
    await page.waitForURL(/\/servers\?status=unreachable$/);
    await expect(rows(page)).toHaveCount(ROWS);
    await expect(page.getByRole("link", { name: "here", exact: true })).toHaveCount(0);
  });

  await test.step("a list shows a page at a time, filters, and finds one of them", async () => {
    await open(page, `/o/${org}/servers`);
    await expect(rows(page)).toHaveCount(ROWS);
    const { bytes, elements } = await weight(page);
    expect(bytes).toBeLessThan(20_000);
    expect(elements).toBeLessThan(1_500);
    await page.getByRole("searchbox").fill(name(777));
    await page.keyboard.press("Enter");
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText(name(777));
    await page.goto(`/o/${org}/servers?status=healthy`);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("here");
    await page.goto(`/o/${org}/servers?status=disabled`);
    await expect(page.getByText(t("server-empty-filter-title"), { exact: true })).toBeVisible();
  });

  await test.step("paging reaches the end, each row once", async () => {
    await open(page, `/o/${org}/servers?q=gateway-09`);
    expect(await toTheEnd(page)).toEqual(Array.from({ length: 100 }, (_, i) => name(900 + i)));
    await open(page, `/o/${org}/executions`);
    const titles = await toTheEnd(page);
    expect(titles.sort()).toEqual(Array.from({ length: RUNS }, (_, i) => title(i)));
    await page.goto(`/o/${org}/executions?state=failed`);
    await expect(rows(page)).toHaveCount(2);
  });

  await test.step("search and palette find one of them", async () => {
    await open(page, `/o/${org}/search?q=${name(555)}`);
    await expect(page.locator("main .hit")).toHaveCount(1);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("job 0123");
    await expect(page.getByRole("option", { name: title(123) }).first()).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a task is written for one of them", async () => {
    await open(page, `/o/${org}/tasks/new`);
    expect((await weight(page)).bytes).toBeLessThan(60_000);
    const select = page.locator("select[name='task[server_id]']");
    const filter = page.getByLabel(t("task-server-filter"), { exact: true });
    await filter.fill("gateway-04");
    // A thousand, and any of them that fits.
    const found = t("ui-select-found").replace("{ $count }", "100").replace("{ $all }", "1,001");
    await expect(page.getByText(found, { exact: true })).toBeVisible();
    // With the empty choice, and the one that is chosen.
    await expect(select.locator("option")).toHaveCount(102);
    await filter.fill(name(432));
    await expect(select.locator("option:checked")).toContainText(name(432));
    await filter.press("Enter");
    await expect(select).toBeFocused();
    await page.locator("input[name='task[title]']").fill("Ask the one");
    await page.getByRole("radio", { name: t("task-kind-command"), exact: true }).check();
    await page.locator("textarea[name='task[command]']").fill("true");
    await page.getByRole("button", { name: t("task-create"), exact: true }).click();
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("link", { name: name(432), exact: true })).toBeVisible();
  });
});
