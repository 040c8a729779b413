// A task that names no server: it runs on one with the labels it asks for, and the execution says why there. With JavaScript
// and without.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { comeBack, open } from "../fixtures/people";
import { addServer, ended } from "../fixtures/rest";
import { words } from "../fixtures/words";

const t = words("en");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    const press = (page: Page, key: string) => page.getByRole("button", { name: t(key), exact: true }).click();

    test("labels choose the server", async ({ page }) => {
      const org = await comeBack(page);
      const server = await addServer(page, org);
      await open(page, `/o/${org}/servers/${server}/settings`);
      await page.locator("input[name=labels]").fill("gpu, größe");
      await press(page, "server-save");
      await expect(page.locator("input[name=labels]")).toHaveAttribute("aria-invalid", "true");
      await page.locator("input[name=labels]").fill("gpu, zone=eu");
      await press(page, "server-save");
      await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);

      await open(page, `/o/${org}/tasks/new`);
      const labels = page.locator("input[name='task[labels]']");
      await page.locator("input[name='task[title]']").fill("Anywhere");
      await page.locator("textarea[name='task[command]']").fill("echo here");
      await expect(labels).toBeHidden();
      await page.locator("select[name='task[server_id]']").selectOption("any");
      await expect(labels).toBeVisible();
      await labels.fill("zone=eu, tpu");
      await press(page, "task-create-and-run");
      await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
      const waits = t("execution-queued-no-server-with").replace("{ $labels }", "tpu, zone=eu");
      await expect(page.getByText(waits)).toBeVisible();
      await page.getByRole("link", { name: "Anywhere" }).first().click();
      await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
      await expect(page.getByText(t("task-server-any-with").replace("{ $labels }", "tpu, zone=eu"))).toBeVisible();

      await page.getByRole("link", { name: t("task-edit"), exact: true }).click();
      await page.waitForURL(/\/edit$/);
      await expect(labels).toHaveValue("tpu, zone=eu");
      await labels.fill("zone=eu");
      await press(page, "task-save");
      await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
      await press(page, "task-run");
      await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
      expect(await ended(page, org, page.url().split("/").at(-1)!)).toMatchObject({ state: "succeeded", server_id: server });
      if (!javaScriptEnabled) await page.reload();
      await expect(page.getByText(/The only server that fitted; it had \d+ to do\./)).toBeVisible();
      if (javaScriptEnabled) {
        const { violations } = await new AxeBuilder({ page }).exclude(".xterm").analyze();
        expect(violations.map((v) => v.id)).toEqual([]);
      }
    });
  });
}
