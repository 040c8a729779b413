// Forms work, and lose nothing, where JavaScript is off.
import { expect, test } from "@playwright/test";
import { password } from "../fixtures/people";
import { words } from "../fixtures/words";

test.use({ javaScriptEnabled: false });

test("sign-up, server and task", async ({ page }) => {
  const t = words("en");
  const name = `noscript${Date.now().toString(36)}`;
  await page.goto("/sign-up");
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=email]").fill(`${name}@example.org`);
  await page.locator("input[name=password]").fill("short");
  await page.locator("input[name=organization_name]").fill(name);
  await page.getByRole("button", { name: t("auth-sign-up-submit") }).click();
  // What was entered is still there, and what is wrong is said beside its field.
  await expect(page.locator("input[name=email]")).toHaveValue(`${name}@example.org`);
  await expect(page.locator("input[name=password]")).toHaveAttribute("aria-invalid", "true");
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: t("auth-sign-up-submit") }).click();
  await page.waitForURL(/\/o\/[^/]+$/);
  const org = new URL(page.url()).pathname.split("/")[2];

  await page.goto(`/o/${org}/servers`);
  await page.getByRole("button", { name: t("server-add-local") }).first().click();
  await page.waitForURL(/\/validation$/);
  await page.getByRole("button", { name: t("server-wizard-run"), exact: true }).click();
  await expect(page.getByText(t("server-check-passed")).first()).toBeVisible();
  await page.getByRole("button", { name: t("server-wizard-submit"), exact: true }).click();
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await expect
    .poll(async () => (await (await page.request.get(`/api/v1/orgs/${org}/servers`)).json()).items[0]?.status)
    .toBe("healthy");

  await page.goto(`/o/${org}/tasks/new`);
  await page.locator("input[name='task[title]']").fill("Say it");
  await page.locator("select[name='task[server_id]']").selectOption({ index: 2 });
  await page.locator("textarea[name='task[command]']").fill("echo plain text");
  await page.getByRole("button", { name: t("task-create-and-run") }).click();
  await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("plain text").first()).toBeVisible({ timeout: 500 });
    await expect(page.getByText(t("execution-state-succeeded")).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
});
