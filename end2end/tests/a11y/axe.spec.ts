// axe finds nothing, on any page, light and dark, wide and narrow.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { addThisMachine, open, runCommand, signUp } from "../fixtures/people";
import { ended, get, post } from "../fixtures/rest";
import { words } from "../fixtures/words";

async function expectNothing(page: Page, path: string): Promise<void> {
  await open(page, path);
  // xterm draws its own rows; its helper elements are its own too.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).exclude(".xterm").analyze();
  const found = violations.map((v) => `${path}: ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  expect.soft(found, found.join("\n")).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect.soft(overflow, `${path} is wider than its window`).toBe(false);
}

// So large that axe takes a minute or two: once wide and light, once narrow and dark.
for (const [colorScheme, width] of [
  ["light", 1440],
  ["dark", 390],
] as const) {
  test.describe(`${colorScheme}, ${width} wide`, () => {
    test.use({ colorScheme, viewport: { width, height: 900 } });

    test("the reference of the API", async ({ page }) => {
      test.setTimeout(300_000);
      await expectNothing(page, "/api/docs");
    });
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test.use({ colorScheme, viewport });

      test("every page", async ({ page }) => {
        test.setTimeout(300_000);
        for (const path of ["/sign-in", "/sign-up", "/no/such/page"]) await expectNothing(page, path);
        const org = await signUp(page);
        const below = [
          "",
          "/servers",
          "/servers/new",
          "/servers/import",
          "/mcp-tools",
          "/tasks",
          "/tasks/new",
          "/executions",
          "/search",
        ];
        // Empty.
        for (const path of below) await expectNothing(page, `/o/${org}${path}`);
        await addThisMachine(page, org);
        await runCommand(page, org, "echo done");
        const execution = new URL(page.url()).pathname;
        await expect(page.locator(".xterm-rows")).toContainText("done");
        const [server] = (await get(page, `${org}/servers`)).items;
        const [task] = (await get(page, `${org}/tasks`)).items;
        const [tool] = (await get(page, `${org}/mcp-tools`)).items;
        const call = await post(page, `${org}/servers/${server.id}/mcp-tools/host_info/calls`, { arguments: {} });
        await ended(page, org, call.id);
        // Full.
        for (const path of below) await expectNothing(page, `/o/${org}${path}`);
        await open(page, `/o/${org}/servers/import`);
        await page.locator("textarea[name=text]").fill(
          JSON.stringify({
            mcpServers: {
              open: { url: "https://${input:host}/mcp", headers: { "X-Key": "${env:KEY}", Accept: "*/*" } },
              program: { command: "npx" },
            },
          }),
        );
        await page.locator("form button[type=submit]", { hasText: words("en")("server-import-preview") }).click();
        await page.waitForURL(/\/servers\/import\/[0-9a-f-]{36}$/);
        for (const path of [
          new URL(page.url()).pathname,
          `/o/${org}/servers?imported=2`,
          execution,
          `/o/${org}/servers/${server.id}`,
          `/o/${org}/servers/${server.id}/settings`,
          `/o/${org}/servers/${server.id}/mcp-tools`,
          `/o/${org}/servers/${server.id}/mcp-tools?q=nowhere`,
          `/o/${org}/servers/${server.id}/mcp-tools/${tool.name}`,
          `/o/${org}/executions/${call.id}`,
          `/o/${org}/servers/${server.id}/executions`,
          `/o/${org}/servers/${server.id}/resources`,
          `/o/${org}/servers/${server.id}/prompts`,
          `/o/${org}/tasks/${task.id}`,
          `/o/${org}/tasks/${task.id}/edit`,
          `/o/${org}/settings/profile`,
          `/o/${org}/settings/appearance`,
          `/o/${org}/settings/organization`,
          "/organizations/new",
          `/o/${org}/no-such-page`,
        ]) {
          await expectNothing(page, path);
        }
      });
    });
  }
}
