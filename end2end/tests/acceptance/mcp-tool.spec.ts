// An MCP tool of somebody else's server: found in the list of its server and among those of all, called from its page, called
// again, and refused with arguments that it does not take. With JavaScript and without.
import { type Page, expect } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { open } from "../fixtures/people";
import { everything } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    const entry = (page: Page) => page.locator("textarea[name=arguments_json]");
    const field = (page: Page, name: string) => page.locator(`[name='arguments[/${name}]']`);
    const send = (page: Page) => page.getByRole("button", { name: t("mcp-tool-call"), exact: true }).click();

    async function call(page: Page, entered: string): Promise<void> {
      await page.locator("[name=arguments_mode][value=json]").check();
      await entry(page).fill(entered);
      await send(page);
    }

    /** The result comes by itself; without JavaScript whoever waits for it loads the page again. */
    async function expectResult(page: Page, text: string): Promise<void> {
      await page.waitForURL(/\?call=[0-9a-f-]{36}$/);
      const result = page.getByText(text, { exact: true }).first();
      if (javaScriptEnabled) {
        await expect(result).toBeVisible();
        return;
      }
      await expect(async () => {
        await page.reload();
        await expect(result).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 20_000 });
    }

    test("found", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.offers("echo", "get-sum");
      const { name } = await server.view();

      // A part of its server's page, with how many there are.
      await open(page, `/o/${server.path}`);
      const tab = page.locator(".tabs__tab").filter({ hasText: t("mcp-tool-title") });
      await expect(tab.locator(".tabs__count")).toHaveText(String((await server.tools()).length));
      await tab.click();
      await page.waitForURL(/\/mcp-tools$/);
      await expect(tab).toHaveAttribute("aria-current", "page");
      const echo = page.getByRole("row").filter({ hasText: "Echo Tool" });
      await expect(echo).toContainText("Echoes back the input string");
      await expect(echo).toContainText(t("mcp-tool-hint-read-only"));

      // Each word in name, title or description.
      const search = page.getByRole("searchbox", { name: t("mcp-tool-search") });
      await search.fill("sum numbers");
      await search.press("Enter");
      await page.waitForURL(/\?q=/);
      await expect(page.getByRole("link", { name: "Get Sum Tool", exact: true })).toBeVisible();
      await expect(echo).toHaveCount(0);
      await open(page, `/o/${server.path}/mcp-tools?q=nowhere`);
      await expect(page.getByText(t("mcp-tool-no-match").replace("{ $q }", "nowhere"))).toBeVisible();

      // Among those of all servers, with the server's name.
      await open(page, `/o/${server.org}/mcp-tools?q=echo`);
      const row = page.getByRole("row").filter({ hasText: "Echo Tool" });
      await expect(row.filter({ has: page.getByRole("link", { name, exact: true }) })).toHaveCount(1);
      await row.filter({ hasText: name }).getByRole("link", { name: "Echo Tool", exact: true }).click();
      await page.waitForURL(new RegExp(`/servers/${server.id}/mcp-tools/echo$`));
      await expect(tab).toHaveAttribute("aria-current", "true");
      await page.getByText(t("mcp-tool-input-schema"), { exact: true }).click();
      await expect(page.getByText("Message to echo").first()).toBeVisible();
    });

    test("called and called again", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.offers("echo", "get-sum");
      const calls = page.locator(".mcp-calls").getByRole("row");

      await open(page, `/o/${server.path}/mcp-tools/echo`);
      await expect(page.getByText(t("mcp-tool-calls-none"))).toBeVisible();
      await call(page, '{"message": "Grüße"}');
      await expectResult(page, "Echo: Grüße");
      const first = calls.filter({ hasText: '{"message":"Grüße"}' });
      await expect(first).toHaveCount(1);
      await expect(first).toContainText("Echo: Grüße");

      await page.getByRole("link", { name: t("mcp-tool-again"), exact: true }).click();
      await page.waitForURL(/\?again=/);
      await expect(field(page, "message")).toHaveValue("Grüße");
      await field(page, "message").fill("Saluti");
      await send(page);
      await expectResult(page, "Echo: Saluti");
      // The head and two calls.
      await expect(calls).toHaveCount(3);
    });

    test("filled in field by field", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.offers("get-sum", "get-structured-content", "trigger-long-running-operation");

      // A fault is told at its field, in words, and nothing that was entered is lost.
      await open(page, `/o/${server.path}/mcp-tools/get-sum`);
      await field(page, "a").fill("two");
      await send(page);
      await expect(field(page, "a")).toHaveAttribute("aria-invalid", "true");
      await expect(field(page, "a")).toHaveValue("two");
      await field(page, "a").fill("2");
      await send(page);
      await expect(field(page, "b")).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByText(t("schema-fault-required"))).toBeVisible();
      await expect(field(page, "a")).not.toHaveAttribute("aria-invalid", "true");
      if (javaScriptEnabled) await expect(field(page, "b")).toBeFocused();
      await expect(page.getByText(t("mcp-tool-calls-none"))).toBeVisible();
      await field(page, "b").fill("40");
      await send(page);
      await expectResult(page, "The sum of 2 and 40 is 42.");

      // A choice, and structured content in its answer.
      await open(page, `/o/${server.path}/mcp-tools/get-structured-content`);
      await field(page, "location").selectOption("Chicago");
      await send(page);
      await expectResult(page, '"Light rain / drizzle"');

      // What the schema says stands in the fields at first.
      await open(page, `/o/${server.path}/mcp-tools/trigger-long-running-operation`);
      await expect(field(page, "duration")).toHaveValue("10");
      await field(page, "duration").fill("1");
      await field(page, "steps").fill("2");
      if (javaScriptEnabled) {
        // What was entered comes along to JSON and back.
        await page.locator("[name=arguments_mode][value=json]").check();
        await expect(entry(page)).toHaveValue(/"duration": 1,/);
        await entry(page).fill('{"duration": 1, "steps": 3}');
        await page.locator("[name=arguments_mode][value=form]").check();
        await expect(field(page, "steps")).toHaveValue("3");
      }
      await send(page);
      await expectResult(page, `Long running operation completed. Duration: 1 seconds, Steps: ${javaScriptEnabled ? 3 : 2}.`);
    });

    test("cancelled where it was called", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.offers("trigger-long-running-operation");

      await open(page, `/o/${server.path}/mcp-tools/trigger-long-running-operation`);
      await call(page, '{"duration": 60, "steps": 60}');
      await page.waitForURL(/\?call=[0-9a-f-]{36}$/);
      await page.getByRole("button", { name: t("execution-cancel"), exact: true }).click();
      await expectResult(page, t("mcp-call-cancelled"));
      await expect(page).toHaveURL(/\/mcp-tools\/trigger-long-running-operation\?call=[0-9a-f-]{36}$/);
    });

    test("refused arguments", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.offers("echo", "get-sum");
      const alert = page.getByRole("alert").first();

      await open(page, `/o/${server.path}/mcp-tools/get-sum`);
      for (const wrong of ['{"a": 2', '[2, 40]', '{"a": 2}', '{"a": 2, "b": "40"}']) {
        await call(page, wrong);
        await expect(alert).toBeVisible();
        await expect(entry(page)).toHaveValue(wrong);
        await expect(entry(page)).toHaveAttribute("aria-invalid", "true");
      }
      // Nothing of it reached the server.
      await expect(page.getByText(t("mcp-tool-calls-none"))).toBeVisible();
      await call(page, '{"a": 2, "b": 40}');
      await expectResult(page, "The sum of 2 and 40 is 42.");
    });
  });
}
