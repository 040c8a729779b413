// What a server offers besides MCP tools, looked at on its pages: resources are listed and read, a template is filled in, a
// prompt is previewed; its settings keep what is not entered again. With JavaScript and without.
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { open } from "../fixtures/people";
import { everything } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");
const planted = "pl4nt3d-k3y";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("resources", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.becomes("healthy");
      const resources = `/o/${server.path}/resources`;

      await open(page, resources);
      await page.getByRole("link", { name: "features.md", exact: true }).click();
      await page.waitForURL(/\?uri=/);
      await expect(page.getByText("Everything Server - Features").first()).toBeVisible();

      await open(page, `${resources}?q=architecture`);
      await expect(page.getByRole("link", { name: "architecture.md", exact: true })).toBeVisible();
      await expect(page.getByRole("link", { name: "features.md", exact: true })).toHaveCount(0);

      // A template leads to the resource that its variables name.
      await open(page, resources);
      const template = page.locator(".card").filter({ hasText: "demo://resource/dynamic/text/{resourceId}" });
      await template.locator("input[name='var.resourceId']").fill("7");
      await template.getByRole("button", { name: t("mcp-resource-read"), exact: true }).click();
      await page.waitForURL(/\?uri=demo%3A%2F%2Fresource%2Fdynamic%2Ftext%2F7$/);
      await expect(page.getByText("Resource 7: This is a plaintext resource").first()).toBeVisible();

      // Bytes that nothing can show are saved as they are.
      await open(page, `${resources}?uri=${encodeURIComponent("demo://resource/dynamic/blob/7")}`);
      const saving = page.waitForEvent("download");
      await page.getByRole("link", { name: t("mcp-resource-save"), exact: true }).click();
      const path = await (await saving).path();
      expect(readFileSync(path, "utf8")).toMatch(/^Resource 7: This is a base64 blob/);

      // What cannot be read says why, in its place.
      await open(page, `${resources}?uri=${encodeURIComponent("demo://nowhere")}`);
      await expect(page.getByRole("alert")).toBeVisible();
      await expect(page.getByRole("link", { name: t("mcp-resource-all") })).toBeVisible();
    });

    test("prompts", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      await server.becomes("healthy");

      await open(page, `/o/${server.path}/prompts`);
      await page.getByRole("link", { name: "Arguments Prompt", exact: true }).click();
      await page.waitForURL(/\?name=args-prompt$/);
      await page.locator("input[name='arg.city']").fill("Saint-Étienne & Lyon");
      await page.getByRole("button", { name: t("mcp-prompt-preview"), exact: true }).click();
      await page.waitForURL(/preview=1/);
      await expect(page.getByText("What's weather in Saint-Étienne & Lyon?")).toBeVisible();
      await expect(page.locator(".prompt-messages__role")).toHaveText([t("mcp-prompt-role-user")]);
      await expect(page.locator("input[name='arg.city']")).toHaveValue("Saint-Étienne & Lyon");

      await open(page, `/o/${server.path}/prompts?name=simple-prompt`);
      await expect(page.locator(".prompt-messages")).toHaveCount(0);
      await page.getByRole("button", { name: t("mcp-prompt-preview"), exact: true }).click();
      await expect(page.getByText("This is a simple prompt without arguments.")).toBeVisible();

      await open(page, `/o/${server.path}/prompts?name=nowhere`);
      await expect(page.getByText(t("mcp-prompt-unknown"))).toBeVisible();
    });

    test("settings and executions", async ({ page, strangers, register }) => {
      const server = await register((await strangers.keep(everything)).url);
      const settings = `/o/${server.path}/settings`;
      const headers = page.locator("textarea[name='auth[secret_headers]']");
      const save = () => page.getByRole("button", { name: t("server-save"), exact: true }).click();

      await open(page, settings);
      await expect(headers).toBeHidden();
      await page.getByRole("radio", { name: t("server-auth-headers"), exact: true }).check();
      await headers.fill("no header at all");
      await save();
      await expect(headers).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByText(t("server-headers-line").split("}")[1].trim())).toBeVisible();
      await headers.fill(`X-Api-Key: ${planted}`);
      await save();
      await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
      expect((await server.view()).auth_kind).toBe("headers");

      // Nothing of it comes back, and what is left empty stays.
      await open(page, settings);
      await expect(headers).toHaveValue("");
      expect(await page.content()).not.toContain(planted);
      await page.locator("textarea[name=description]").fill("Has everything");
      await save();
      await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
      expect(await server.view()).toMatchObject({ auth_kind: "headers", description: "Has everything" });

      // What a deletion takes along is said before.
      await open(page, settings);
      await expect(page.getByText(t("server-delete-executions"))).toBeVisible();

      await open(page, `/o/${server.path}/executions`);
      await expect(page.getByText(t("execution-empty-title"))).toBeVisible();
    });
  });
}
