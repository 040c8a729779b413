// The main job by keyboard alone: no click, no focus set from outside. Everything on the way is reached with Tab, and where the
// focus is can be seen.
import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { password } from "../fixtures/people";
import { everything } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");
/** More than any of our pages has. */
const STOPS = 80;

/** Goes on with Tab until this has the focus, and sees that it shows. */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    if (!(await target.evaluate((element) => element === document.activeElement))) continue;
    const shows = await target.evaluate((element) => {
      const drawn = (style: CSSStyleDeclaration) =>
        (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      return drawn(getComputedStyle(element)) || drawn(getComputedStyle(element, "::after"));
    });
    expect(shows, `the focus on ${target} shows`).toBe(true);
    await expect(target, "it is not behind something that sticks to the edge").toBeInViewport();
    return;
  }
  throw new Error(`${target} is not reached with Tab`);
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await reach(page, target);
  await page.keyboard.type(text);
}

async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await reach(page, target);
  await page.keyboard.press(key);
}

test("from sign-up to a result, with the keyboard alone", async ({ page, strangers }) => {
  test.setTimeout(120_000);
  const { url } = await strangers.keep(everything);
  const button = (message: string) => page.getByRole("button", { name: t(message), exact: true });

  const name = `grace${Date.now().toString(36)}`;
  await page.goto("/sign-up");
  await page.waitForLoadState("networkidle");
  // The first field has the focus already.
  await expect(page.locator("input[name=name]")).toBeFocused();
  await page.keyboard.type(name);
  await type(page, page.locator("input[name=email]"), `${name}@example.org`);
  await type(page, page.locator("input[name=password]"), password);
  await type(page, page.locator("input[name=organization_name]"), `${name} Works`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/o\/[^/]+$/);
  const org = new URL(page.url()).pathname.split("/")[2];

  // The skip link is the first stop, and leads past the menu.
  await page.waitForLoadState("networkidle");
  await page.reload();
  await page.waitForLoadState("networkidle");
  await press(page, page.locator(".skip-link"));
  await expect(page.locator("main")).toBeFocused();

  // A server, with the wizard.
  await press(page, page.locator(`a[href='/o/${org}/servers']`).first());
  await page.waitForURL(/\/servers$/);
  await press(page, page.locator(`main a[href='/o/${org}/servers/new']`).first());
  await page.waitForURL(/\/servers\/new$/);
  await type(page, page.locator("input[name=name]"), "Everything");
  await type(page, page.locator("input[name=url]"), url);
  await press(page, button("server-wizard-next"));
  await page.waitForURL(/\/validation$/);
  await expect(button("server-wizard-submit")).toBeEnabled({ timeout: 20_000 });
  await press(page, button("server-wizard-submit"));
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);

  // One of its MCP tools, called with the form.
  await press(page, page.locator(".tabs__tab").filter({ hasText: t("mcp-tool-title") }));
  await page.waitForURL(/\/mcp-tools$/);
  await press(page, page.locator("main td a[href$='/mcp-tools/get-sum']"));
  await page.waitForURL(/\/mcp-tools\/get-sum$/);
  await type(page, page.locator("[name='arguments[/a]']"), "2");
  await type(page, page.locator("[name='arguments[/b]']"), "40");
  await press(page, button("mcp-tool-call"), "Space");
  await page.waitForURL(/\?call=[0-9a-f-]{36}$/);
  await expect(page.locator(".call-outcome")).toContainText("The sum of 2 and 40 is 42.", { timeout: 20_000 });

  // The same by a task.
  await press(page, page.locator(`a[href='/o/${org}/tasks']`).first());
  await page.waitForURL(/\/tasks$/);
  await press(page, page.locator(`main a[href='/o/${org}/tasks/new']`).first());
  await page.waitForURL(/\/tasks\/new$/);
  await type(page, page.locator("input[name='task[title]']"), "Sum up");
  await reach(page, page.locator("select[name='task[server_id]']"));
  // Letters choose what begins with them.
  await page.keyboard.type("Every");
  // Of a group of radio buttons the chosen one is a stop, and arrows choose: a call, where no server can run commands.
  const [command, call] = ["task-kind-command", "task-kind-call"].map((kind) =>
    page.getByRole("radio", { name: t(kind), exact: true }),
  );
  await reach(page, call);
  await expect(call).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(command).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(call).toBeChecked();
  await expect(page.locator("#task-tools option[value=echo]")).toHaveCount(1);
  await type(page, page.locator("input[name='task[tool]']"), "echo");
  await expect(page.locator("input[name='task[arguments_tool]']")).toHaveValue("echo");
  await type(page, page.locator("[name='task[arguments][/message]']"), "Without a mouse");
  await press(page, button("task-create-and-run"));
  await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
  await expect(page.locator(".call-outcome")).toContainText("Echo: Without a mouse", { timeout: 20_000 });
});
