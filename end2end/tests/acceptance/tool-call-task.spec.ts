// A task that calls an MCP tool of somebody else's server: written on the page, put right, run, its result and its progress
// seen, and changed. With JavaScript and without.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { open } from "../fixtures/people";
import { everything } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    const tool = (page: Page) => page.locator("input[name='task[tool]']");
    const entered = (page: Page) => page.locator("textarea[name='task[arguments_json]']");
    const field = (page: Page, name: string) => page.locator(`[name='task[arguments][/${name}]']`);
    const command = (page: Page) => page.locator("textarea[name='task[command]']");
    const run = (page: Page) => page.getByRole("button", { name: t("task-create-and-run"), exact: true }).click();

    /** An execution keeps itself up to date; without JavaScript whoever waits for it loads the page again. */
    async function eventually(page: Page, text: string | RegExp): Promise<void> {
      const shown = page.getByText(text).first();
      if (javaScriptEnabled) {
        await expect(shown).toBeVisible({ timeout: 20_000 });
        return;
      }
      await expect(async () => {
        await page.reload();
        await expect(shown).toBeVisible({ timeout: 500 });
      }).toPass({ timeout: 20_000 });
    }

    async function expectAccessible(page: Page): Promise<void> {
      if (!javaScriptEnabled) return;
      const { violations } = await new AxeBuilder({ page }).exclude(".xterm").analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
    }

    test("written, put right, run and changed", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.offers("echo");

      await open(page, `/o/${server.org}/tasks/new?server=${server.id}`);
      await page.locator("input[name='task[title]']").fill("Greet");
      await page.getByRole("radio", { name: t("task-kind-call"), exact: true }).check();
      await expect(command(page)).toBeHidden();
      if (javaScriptEnabled) await expect(page.locator("#task-tools option[value=echo]")).toHaveCount(1);

      // What is wrong is told at its field, and nothing that was entered is lost.
      await entered(page).fill('{"message": ');
      await run(page);
      await expect(tool(page)).toHaveAttribute("aria-invalid", "true");
      await expect(entered(page)).toHaveAttribute("aria-invalid", "true");
      await expect(entered(page)).toHaveValue('{"message": ');
      await expectAccessible(page);
      await tool(page).fill("no-such-tool");
      await entered(page).fill('{"message": "Grüße"}');
      await run(page);
      await expect(page.getByText(t("field-error-unknown-reference"))).toBeVisible();
      await expect(tool(page)).toHaveValue("no-such-tool");
      await expect(entered(page)).not.toHaveAttribute("aria-invalid", "true");

      await tool(page).fill("echo");
      await run(page);
      await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
      await eventually(page, "Echo: Grüße");
      await eventually(page, t("execution-state-succeeded"));
      await expect(page.getByText('"message": "Grüße"').first()).toBeVisible();
      await expectAccessible(page);
      await expect(page.getByRole("link", { name: "echo", exact: true }).first()).toHaveAttribute(
        "href",
        `/o/${server.path}/mcp-tools/echo`,
      );
      await expect(page.getByRole("link", { name: t("mcp-call-again"), exact: true })).toHaveAttribute(
        "href",
        /\/mcp-tools\/echo\?again=[0-9a-f-]{36}$/,
      );

      // The task tells what it does, and its form begins with that.
      await page.getByRole("link", { name: "Greet", exact: true }).first().click();
      await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
      await expect(page.getByText('"message": "Grüße"')).toBeVisible();
      await page.getByRole("link", { name: t("task-edit"), exact: true }).click();
      await page.waitForURL(/\/edit$/);
      await expect(page.getByRole("radio", { name: t("task-kind-call"), exact: true })).toBeChecked();
      await expect(tool(page)).toHaveValue("echo");
      await expect(field(page, "message")).toHaveValue("Grüße");
      await field(page, "message").fill("");
      await page.getByRole("button", { name: t("task-save"), exact: true }).click();
      await expect(field(page, "message")).toHaveAttribute("aria-invalid", "true");
      await field(page, "message").fill("Saluti");
      await page.getByRole("button", { name: t("task-save"), exact: true }).click();
      await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
      await expect(page.getByText('"message": "Saluti"')).toBeVisible();
    });

    test("its progress is seen", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.offers("trigger-long-running-operation");

      await open(page, `/o/${server.org}/tasks/new?server=${server.id}`);
      await page.locator("input[name='task[title]']").fill("Take your time");
      await page.getByRole("radio", { name: t("task-kind-call"), exact: true }).check();
      await tool(page).fill("trigger-long-running-operation");
      if (javaScriptEnabled) {
        // The form comes with the name of the MCP tool.
        await field(page, "duration").fill("8");
        await field(page, "steps").fill("8");
      } else {
        await entered(page).fill('{"duration": 8, "steps": 8}');
      }
      await run(page);
      await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
      await eventually(page, /^[1-7] of 8/);
      await expect(page.getByRole("progressbar", { name: t("mcp-call-progress") })).toBeVisible();
      await eventually(page, /Long running operation completed/);
      await eventually(page, t("execution-state-succeeded"));
      await expect(page.getByRole("progressbar", { name: t("mcp-call-progress") })).toHaveCount(0);
    });
  });
}
