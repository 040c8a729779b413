// What servers want to be sent: entered in the wizard, refused when it is wrong, changed in the settings, and never shown again.
import type { IncomingHttpHeaders } from "node:http";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { balance } from "../fixtures/balancer";
import { expectResult, test, textOf } from "../fixtures/mcp";
import { addChecked, checkServer, comeBack, open } from "../fixtures/people";
import { everything } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");

/** Credentials of one kind. */
interface Story {
  kind: "bearer" | "basic" | "headers";
  fields: Record<string, string>;
  /** Who has these credentials. */
  admits: (headers: IncomingHttpHeaders) => boolean;
  wrong: Record<string, string>;
}

const basic = `Basic ${Buffer.from("ada:näher: mein Wort").toString("base64")}`;

const stories: Story[] = [
  {
    kind: "bearer",
    fields: { token: "planted-token-1" },
    wrong: { token: "another" },
    admits: (headers) => headers.authorization === "Bearer planted-token-1",
  },
  {
    kind: "basic",
    fields: { username: "ada", password: "näher: mein Wort" },
    wrong: { username: "ada", password: "mein Wort" },
    admits: (headers) => headers.authorization === basic,
  },
  {
    kind: "headers",
    fields: { secret_headers: "X-Team: red\nX-Key: planted-key-2" },
    wrong: { secret_headers: "X-Team: red" },
    admits: (headers) => headers["x-key"] === "planted-key-2" && headers["x-team"] === "red",
  },
];

async function enter(page: Page, kind: string, fields: Record<string, string>): Promise<void> {
  await page.locator(`input[name='auth[kind]'][value=${kind}]`).check();
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name='auth[${name}]']`).fill(value);
}

const button = (page: Page, key: string) => page.getByRole("button", { name: t(key), exact: true });

for (const { kind, fields, wrong, admits } of stories) {
  test(kind, async ({ page, strangers, adopt }) => {
    const { port } = await strangers.keep(everything);
    const gate = await balance([port], admits);
    try {
      const org = await comeBack(page);
      const name = `${kind} ${Date.now().toString(36)}`;
      const refused = page.getByText(t("issue-unauthorized").split("{")[0].trim()).first();

      // What is wrong is named, and the server is not added by itself.
      await checkServer(page, org, name, gate.url, () => enter(page, kind, wrong));
      await expect(refused).toBeVisible({ timeout: 20_000 });
      await expect(button(page, "server-wizard-submit")).toHaveCount(0);

      await checkServer(page, org, name, gate.url, () => enter(page, kind, fields));
      const server = adopt(org, await addChecked(page));
      const path = new URL(page.url()).pathname;
      const works = async () => {
        const result = expectResult(await server.call("echo", { message: "in" }));
        expect(textOf(result)).toBe("Echo: in");
      };
      await works();

      // Never shown again, anywhere.
      const secrets = Object.values(fields).flatMap((value) => value.split(/: |\n/)).filter((word) => word.length > 8);
      const shown = [await (await page.request.get(`${path}/settings`)).text(), JSON.stringify(await server.view())];
      for (const secret of secrets) for (const text of shown) expect(text).not.toContain(secret);

      // Changed in the settings: left empty they stay, wrong ones are found out, right ones work again.
      const save = async () => {
        await button(page, "server-save").click();
        await page.waitForLoadState("networkidle");
      };
      await open(page, `${path}/settings`);
      await page.locator("input[name=name]").fill(`${name} again`);
      await save();
      await expect.poll(async () => (await server.view()).name).toBe(`${name} again`);
      await works();
      await open(page, `${path}/settings`);
      await enter(page, kind, wrong);
      await save();
      await server.becomes("unauthorized");
      await open(page, path);
      await expect(refused).toBeVisible();
      await open(page, `${path}/settings`);
      await enter(page, kind, fields);
      await save();
      await server.becomes("healthy");
      await works();
    } finally {
      await gate.close();
    }
  });
}
