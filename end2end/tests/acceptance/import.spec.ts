// Servers of other clients come in: what would become of each is told first, the chosen ones are added together; with
// JavaScript and without. They go out again without secrets.
import { expect, test } from "@playwright/test";
import { comeBack, open } from "../fixtures/people";
import { get } from "../fixtures/rest";
import { words } from "../fixtures/words";

const t = words("en");
const planted = "pl4nt3d-t0k3n";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a file of servers", async ({ page }) => {
      const org = await comeBack(page);
      const mark = Date.now().toString(36);
      const [ready, open_, spare] = ["ready", "open", "spare"].map((name) => `${name}-${mark}`);
      const url = "http://127.0.0.1:9/mcp";
      const file = `{
        // As VS Code and Cursor take it.
        "mcpServers": {
          "${ready}": { "type": "http", "url": "${url}", "headers": { "Authorization": "Bearer ${planted}" } },
          "${open_}": { "url": "${url}", "headers": { "Authorization": "Bearer \${env:OPEN_TOKEN}" } },
          "${spare}": { "url": "${url}" },
          "program": { "command": "npx", "args": ["-y", "some-server"] },
        },
      }`;
      const text = page.locator("textarea[name=text]");
      const secret = page.locator("[name='secrets[env:OPEN_TOKEN]']");
      const choice = (name: string) =>
        page.getByRole("checkbox", { name: t("server-import-choose").replace("{ $name }", name), exact: true });
      const press = (key: string) => page.getByRole("button", { name: t(key), exact: true }).click();

      await open(page, `/o/${org}/servers`);
      await page.locator(".page-header summary").click();
      await page.getByRole("link", { name: t("server-import"), exact: true }).first().click();
      await page.waitForURL(/\/servers\/import$/);

      // What is no JSON is told with its place, and stays to be mended.
      await text.fill('{ "mcpServers": ');
      await press("server-import-preview");
      await expect(text).toHaveAttribute("aria-invalid", "true");
      await expect(text).toHaveValue('{ "mcpServers": ');
      await expect(page.getByText(t("server-import-not-json").split("{")[0])).toBeVisible();

      if (javaScriptEnabled) {
        const chosen = { name: "mcp.json", mimeType: "application/json", buffer: Buffer.from(file) };
        await page.locator("input[type=file]").setInputFiles(chosen);
        await expect(text).toHaveValue(file);
      } else {
        await text.fill(file);
      }
      await press("server-import-preview");
      await page.waitForURL(/\/servers\/import\/[0-9a-f-]{36}$/);
      const row = (name: string) => page.getByRole("row").filter({ hasText: name });
      await expect(row(ready)).toContainText(t("server-import-ready"));
      await expect(row("program")).toContainText(t("server-import-refused"));
      await expect(row("program").getByRole("checkbox")).toHaveCount(0);
      expect(await page.content()).not.toContain(planted);

      // A value that is missing is asked for; what was chosen is still chosen.
      await choice(spare).uncheck();
      await press("server-import-submit");
      await expect(secret).toHaveAttribute("aria-invalid", "true");
      await expect(choice(spare)).not.toBeChecked();
      await expect(choice(ready)).toBeChecked();
      await secret.fill(`${planted}-2`);
      await press("server-import-submit");
      await page.waitForURL(/\/servers\?imported=2$/);
      await expect(page.locator(".imported")).toBeVisible();

      const { items } = await get(page, `${org}/servers?limit=100`);
      const found = items.filter((server: { name: string }) => server.name.endsWith(mark));
      expect(found.map((server: { name: string; auth_kind: string }) => [server.name, server.auth_kind])).toEqual([
        [open_, "bearer"],
        [ready, "bearer"],
      ]);
      for (const format of ["claude", "cursor", "vscode"]) {
        const reply = await page.request.get(`/api/v1/orgs/${org}/servers/export?format=${format}`);
        expect(reply.headers()["content-disposition"]).toContain("mcp.json");
        const exported = await reply.text();
        expect(exported).toContain(ready);
        expect(exported).not.toContain(planted);
      }
    });
  });
}
