// What is wrong is said beside its field and read with it, and what was typed is still there; with JavaScript and without.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { localAgent } from "../fixtures/agent";
import { comeBack, open, password } from "../fixtures/people";
import { addServer, get } from "../fixtures/rest";
import { words } from "../fixtures/words";

const t = words("en");

/** A message with its values. */
function told(key: string, values: Record<string, string> = {}): string {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{ $${name} }`, value), t(key));
}

/** The field has this message, which a screen reader reads with it, and still holds what was typed. */
async function expectProblem(field: Locator, message: string, value?: string): Promise<void> {
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
  await expect(field.page().getByText(message, { exact: true }).first()).toBeVisible();
  if (value !== undefined) await expect(field).toHaveValue(value);
}

/** What is saved. */
async function names(page: Page, org: string, nouns: "servers" | "tasks"): Promise<string[]> {
  const { items } = await get(page, `${org}/${nouns}?limit=100`);
  return items.map((item: { name?: string; title?: string }) => item.name ?? item.title);
}

async function expectNoProblem(field: Locator, value: string): Promise<void> {
  await expect(field).not.toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue(value);
}

const range = told("field-error-out-of-range", { min: "1", max: "604,800" });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    const input = (page: Page, name: string) => page.locator(`form [name="${name}"]`);
    const send = (page: Page, key: string) => page.getByRole("button", { name: t(key), exact: true }).click();

    test("sign-up, left empty", async ({ page }) => {
      await open(page, "/sign-up");
      await send(page, "auth-sign-up-submit");
      for (const name of ["name", "email", "password", "organization_name"]) {
        await expectProblem(input(page, name), t("field-error-required"), "");
      }
      if (javaScriptEnabled) await expect(input(page, "name")).toBeFocused();
    });

    test("sign-up, filled in wrongly", async ({ page }) => {
      await open(page, "/sign-up");
      await input(page, "name").fill("Ada Lovelace");
      await input(page, "email").fill("ada.example.org");
      await input(page, "password").fill("short");
      await input(page, "organization_name").fill("   ");
      await send(page, "auth-sign-up-submit");
      await expectProblem(input(page, "email"), t("field-error-email"), "ada.example.org");
      await expectProblem(input(page, "password"), told("field-error-too-short", { min: "10" }));
      await expectProblem(input(page, "organization_name"), t("field-error-required"));
      await expectNoProblem(input(page, "name"), "Ada Lovelace");
      if (javaScriptEnabled) await expect(input(page, "email")).toBeFocused();
    });

    test("sign-up, with a password that is easy to guess", async ({ page }) => {
      await open(page, "/sign-up");
      await input(page, "name").fill("Ada Lovelace");
      await input(page, "email").fill("ada@example.org");
      await input(page, "password").fill("1234567890");
      await input(page, "organization_name").fill("Engines");
      await send(page, "auth-sign-up-submit");
      await expectProblem(input(page, "password"), t("field-error-guessable-password"));
      await expectNoProblem(input(page, "name"), "Ada Lovelace");
      await expectNoProblem(input(page, "email"), "ada@example.org");
      await expectNoProblem(input(page, "organization_name"), "Engines");
    });

    test("sign-in, left empty", async ({ page }) => {
      await open(page, "/sign-in");
      await send(page, "auth-sign-in-submit");
      await expect(page.getByRole("alert")).toBeVisible();
      await expect(input(page, "email")).toHaveAttribute("aria-invalid", "true");
    });

    test("sign-in, unknown", async ({ page }) => {
      await open(page, "/sign-in");
      await input(page, "email").fill("nobody@example.org");
      await input(page, "password").fill(password);
      await send(page, "auth-sign-in-submit");
      await expect(page.getByRole("alert")).toContainText(t("error-invalid-credentials"));
      await expect(input(page, "email")).toHaveValue("nobody@example.org");
    });

    for (const [url, key] of [
      ["", "field-error-required"],
      ["build-01.example.com/mcp", "field-error-url"],
      ["ftp://build-01.example.com", "field-error-url"],
      ["https://ada:secret@build-01.example.com/mcp", "field-error-url-credentials"],
    ]) {
      test(`server, with the address “${url}”`, async ({ page }) => {
        const org = await comeBack(page);
        const before = await names(page, org, "servers");
        await open(page, `/o/${org}/servers/new`);
        await input(page, "description").fill("Builds things");
        await input(page, "url").fill(url);
        await send(page, "server-wizard-next");
        await expectProblem(input(page, "name"), t("field-error-required"), "");
        await expectProblem(input(page, "url"), t(key), url);
        await expectNoProblem(input(page, "description"), "Builds things");
        expect(await names(page, org, "servers")).toEqual(before);
      });
    }

    test("task, left empty", async ({ page }) => {
      const org = await comeBack(page);
      const server = await addServer(page, org);
      const before = await names(page, org, "tasks");
      await open(page, `/o/${org}/tasks/new`);
      await input(page, "task[description]").fill("Every morning");
      await input(page, "task[timeout_s]").fill("0");
      await input(page, "task[idle_timeout_s]").fill("604801");
      await send(page, "task-create");
      await expectProblem(input(page, "task[title]"), t("field-error-required"), "");
      await expectProblem(input(page, "task[command]"), t("field-error-required"), "");
      await expectProblem(input(page, "task[timeout_s]"), range, "0");
      await expectProblem(input(page, "task[idle_timeout_s]"), range, "604801");
      await expectNoProblem(input(page, "task[description]"), "Every morning");
      await expectNoProblem(input(page, "task[server_id]"), server);
      expect(await names(page, org, "tasks")).toEqual(before);
    });

    test("task, with limits that are no whole numbers and without a server", async ({ page }) => {
      const org = await comeBack(page);
      await addServer(page, org);
      await open(page, `/o/${org}/tasks/new`);
      await input(page, "task[title]").fill("Look around");
      await input(page, "task[command]").fill("uname -a\ndf -h");
      await input(page, "task[pty]").check();
      await input(page, "task[server_id]").selectOption("");
      await input(page, "task[timeout_s]").fill("-5");
      await input(page, "task[idle_timeout_s]").fill("1.5");
      await send(page, "task-create");
      await expectProblem(input(page, "task[server_id]"), t("field-error-required"), "");
      await expectProblem(input(page, "task[timeout_s]"), range, "-5");
      await expectProblem(input(page, "task[idle_timeout_s]"), range, "1.5");
      await expectNoProblem(input(page, "task[title]"), "Look around");
      await expectNoProblem(input(page, "task[command]"), "uname -a\ndf -h");
      await expect(input(page, "task[pty]")).toBeChecked();
    });

    test("task, everything wrong is told at once", async ({ page }) => {
      const org = await comeBack(page);
      await addServer(page, org);
      await open(page, `/o/${org}/tasks/new`);
      await input(page, "task[timeout_s]").fill("-5");
      await send(page, "task-create");
      await expectProblem(input(page, "task[timeout_s]"), range, "-5");
      await expect(input(page, "task[title]")).toHaveAttribute("aria-invalid", "true");
    });

    test("server, wrong twice", async ({ page }) => {
      const org = await comeBack(page);
      await open(page, `/o/${org}/servers/new`);
      await input(page, "url").fill("build-01");
      await send(page, "server-wizard-next");
      await expectProblem(input(page, "url"), t("field-error-url"), "build-01");
      await input(page, "url").fill("build-02");
      await send(page, "server-wizard-next");
      await expect(page.locator("h1")).not.toHaveText(t("error-page-not-found-title"));
      await expectProblem(input(page, "url"), t("field-error-url"), "build-02");
    });

    // Cause and remedy of each, in the Validation step; nothing is saved.
    for (const [what, issue] of [
      ["nothing listens there", "connection-refused"],
      ["a web page answers there", "not-mcp"],
      ["nothing is at that path", "path-not-found"],
      ["the token is wrong", "unauthorized"],
    ]) {
      test(`server: ${what}`, async ({ page }) => {
        const web = createServer((request, response) => {
          response.writeHead(request.url === "/page" ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
          response.end("<!doctype html><title>Hello</title><p>Hello</p>");
        });
        await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
        const { port } = web.address() as AddressInfo;
        const url = {
          "connection-refused": `http://127.0.0.1:${port}/mcp`,
          "not-mcp": `http://127.0.0.1:${port}/page`,
          "path-not-found": `http://127.0.0.1:${port}/nowhere`,
          unauthorized: localAgent().url,
        }[issue]!;
        if (issue === "connection-refused") await new Promise((resolve) => web.close(resolve));
        try {
          const org = await comeBack(page);
          const before = await names(page, org, "servers");
          await open(page, `/o/${org}/servers/new`);
          await input(page, "name").fill("build-01");
          await input(page, "url").fill(url);
          await page.locator("input[name='auth[kind]'][value=bearer]").check();
          await input(page, "auth[token]").fill("not the token");
          await send(page, "server-wizard-next");
          await page.waitForURL(/\/validation$/);
          if (!javaScriptEnabled) await send(page, "server-wizard-run");
          const checks = page.getByRole("list", { name: told("server-wizard-checks", { name: "build-01" }) });
          await expect(checks).toContainText(t("server-check-failed"), { timeout: 20_000 });
          const cause = t(`issue-${issue}`).split("{")[0].trim();
          await expect(checks).toContainText(cause);
          await expect(checks).toContainText(t(`issue-${issue}-remedy`));
          await expect(page.getByRole("button", { name: t("server-wizard-submit-anyway") })).toBeVisible();
          expect(await names(page, org, "servers")).toEqual(before);

          // Back at the form, all but the token is still there.
          await page.getByRole("link", { name: t("ui-back"), exact: true }).click();
          await expect(input(page, "name")).toHaveValue("build-01");
          await expect(input(page, "url")).toHaveValue(url);
        } finally {
          web.closeAllConnections();
          web.close();
        }
      });
    }
  });
}
