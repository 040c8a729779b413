// The main job: sign up, add a server, run a command, watch its real output.
import { expect, test } from "@playwright/test";
import { addThisMachine, comeBack, runCommand, signUp } from "../fixtures/people";
import { addServer } from "../fixtures/rest";
import type { Lang } from "../fixtures/words";
import { words } from "../fixtures/words";

for (const [lang, locale] of [
  ["en", "en-GB"],
  ["fr", "fr-FR"],
] as [Lang, string][]) {
  test.describe(`in ${lang}`, () => {
    test.use({ locale });

    test("from sign-up to a finished execution", async ({ page }) => {
      const t = words(lang);
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));

      const org = await signUp(page, lang);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await addThisMachine(page, org, lang);
      await runCommand(page, org, "for i in 1 2 3; do echo line $i; sleep 1; done", lang);

      // Line by line: the first is there while the last is not.
      const rows = page.locator(".xterm-rows");
      await expect(rows).toContainText("line 1");
      await expect(rows).not.toContainText("line 3");
      await expect(rows).toContainText("line 3");
      await expect(page.getByText(t("execution-state-succeeded")).first()).toBeVisible();

      const id = page.url().split("/").pop();
      const output = await page.request.get(`/api/v1/orgs/${org}/executions/${id}/output`);
      expect(await output.text()).toBe("line 1\nline 2\nline 3\n");
      expect(output.headers()["x-output-end"]).toBe("21");

      // After a reload everything is still there.
      await page.reload();
      await expect(page.locator(".xterm-rows")).toContainText("line 3");
      expect(complaints, complaints.join("\n")).toEqual([]);
    });
  });
}

test("a failing command is a failure with its exit code", async ({ page }) => {
  const t = words("en");
  const org = await comeBack(page);
  await addServer(page, org);
  await runCommand(page, org, "echo before; exit 3");
  await expect(page.getByText(t("execution-state-failed")).first()).toBeVisible();
  const id = page.url().split("/").pop();
  const execution = await (await page.request.get(`/api/v1/orgs/${org}/executions/${id}`)).json();
  expect([execution.state, execution.exit_code]).toEqual(["failed", 3]);
});

test("cancel ends a running command", async ({ page }) => {
  const t = words("en");
  const org = await comeBack(page);
  await addServer(page, org);
  await runCommand(page, org, "echo started; sleep 600");
  await expect(page.locator(".xterm-rows")).toContainText("started");
  await page.getByRole("button", { name: t("execution-cancel"), exact: true }).click();
  await expect(page.getByText(t("execution-state-cancelled")).first()).toBeVisible({ timeout: 15_000 });
});

test("a server that is not there is named as such, with what to do", async ({ page }) => {
  const t = words("en");
  const org = await comeBack(page);
  await page.goto(`/o/${org}/servers/new`);
  await page.locator("input[name=name]").fill("nowhere");
  await page.locator("input[name=url]").fill("http://127.0.0.1:9/mcp");
  await page.getByRole("button", { name: t("server-wizard-next"), exact: true }).click();
  await page.waitForURL(/\/validation$/);
  await expect(page.getByText(t("server-check-failed")).first()).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(t("issue-connection-refused-remedy"))).toBeVisible();
  await expect(page.getByRole("button", { name: t("server-wizard-submit-anyway") })).toBeVisible();
});
