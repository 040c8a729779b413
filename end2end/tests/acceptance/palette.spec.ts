// The command palette: anywhere, and any action, with the keyboard alone.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { comeBack, open } from "../fixtures/people";
import { addServer, post } from "../fixtures/rest";
import { words } from "../fixtures/words";

const t = words("en");
const palette = (page: Page) => page.getByRole("dialog", { name: t("palette-title"), exact: true });
const field = (page: Page) => palette(page).getByRole("combobox");
const chosen = (page: Page) => palette(page).getByRole("option", { selected: true });

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

test("finds a server, goes there, and runs a task from there", async ({ page }) => {
  const org = await comeBack(page);
  const server = await addServer(page, org);
  const title = `Greet ${Date.now().toString(36)}`;
  const action = { kind: "command", command: "echo from the palette" };
  const task = await post(page, `${org}/tasks`, { title, server_id: server, action });
  await open(page, `/o/${org}`);

  await openPalette(page);
  await page.keyboard.type("here");
  const servers = palette(page).getByRole("group", { name: t("server-title"), exact: true });
  await expect(servers.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await expect(servers.locator("mark").first()).toHaveText("here");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", (await chosen(page).getAttribute("id")) ?? "");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/o/${org}/servers/${server}`);
  await expect(palette(page)).toBeHidden();

  await openPalette(page);
  await expect(field(page)).toHaveValue("");
  await page.keyboard.type(title.toLowerCase());
  await expect(chosen(page)).toContainText(title);
  await page.keyboard.press("End");
  await expect(chosen(page)).toContainText(t("palette-run").replace("{ $name }", title));
  await page.keyboard.press("ArrowDown");
  await expect(palette(page).getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
  await expect(page.locator(".xterm-rows")).toContainText("from the palette");

  // What was done last is the first thing offered.
  await page.getByRole("heading", { level: 1 }).click();
  await openPalette(page);
  await expect(chosen(page)).toContainText(title);
  const recent = palette(page).getByRole("group", { name: t("palette-recent"), exact: true });
  await expect(recent.getByRole("option")).toHaveCount(2);
  await page.keyboard.type(task.title);
  await expect(palette(page).getByRole("group", { name: t("execution-title"), exact: true })).toBeVisible();
});

test("opens and closes by key, gives the focus back, and says what it cannot do", async ({ page }) => {
  const org = await comeBack(page);
  await open(page, `/o/${org}/tasks`);
  const button = page.locator(".topbar__search");
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(field(page)).toBeFocused();
  await expect(palette(page).getByRole("option", { name: t("ui-sign-out"), exact: true })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include(".palette").analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(button).toBeFocused();

  await openPalette(page);
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeHidden();

  await openPalette(page);
  await page.keyboard.type("zz no such thing");
  await expect(palette(page).getByText(t("search-empty-title").replace("{ $q }", "zz no such thing"))).toBeVisible();
  await page.route("**/api/fn/search", (route) => route.abort());
  await page.keyboard.type("!");
  const retry = palette(page).getByRole("link", { name: t("ui-retry"), exact: true });
  await expect(retry).toBeVisible();
  await page.unroute("**/api/fn/search");
  await retry.click();
  await expect(palette(page).getByText(t("search-empty-title").split("“")[0])).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the button leads to a page that finds the same", async ({ page }) => {
    const org = await comeBack(page);
    const server = await addServer(page, org);
    await page.goto(`/o/${org}`);
    await page.locator(".topbar__search").click();
    await page.waitForURL(`**/o/${org}/search`);
    await page.getByLabel(t("search-label")).fill("here");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=here$/);
    await page.locator(`main a[href="/o/${org}/servers/${server}"]`).click();
    await page.waitForURL(`**/o/${org}/servers/${server}`);
  });
});
