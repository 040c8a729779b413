// One person, two organizations: what is in one is not in the other.
import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { open, password, signUp } from "../fixtures/people";
import type { Lang } from "../fixtures/words";
import { words } from "../fixtures/words";

const slugOf = (page: Page): string => new URL(page.url()).pathname.split("/")[2];

/** The button that opens the switcher; its name says where one is. */
const switcher = (page: Page) => page.locator(".sidebar__organization summary");

async function addServer(page: Page, org: string, name: string): Promise<void> {
  const reply = await page.request.post(`/api/v1/orgs/${org}/servers`, {
    headers: { origin: new URL(page.url()).origin },
    data: { name, url: "http://127.0.0.1:9/mcp", auth: { kind: "none" } },
  });
  expect(reply.status(), await reply.text()).toBe(201);
}

for (const [lang, locale] of [
  ["en", "en-GB"],
  ["fr", "fr-FR"],
] as [Lang, string][]) {
  test.describe(`in ${lang}`, () => {
    test.use({ locale });

    test("a second organization, and back and forth", async ({ page }) => {
      const t = words(lang);
      const first = await signUp(page, lang);
      const name = `Workshop ${Date.now().toString(36)}`;
      await addServer(page, first, "first-host");

      await open(page, `/o/${first}`);
      await switcher(page).click();
      await page.getByRole("link", { name: t("organization-new"), exact: true }).click();
      await page.waitForURL("**/organizations/new");
      await page.getByLabel(t("organization-name"), { exact: true }).fill(name);
      await page.getByRole("button", { name: t("organization-new-submit"), exact: true }).click();
      await page.waitForURL(/\/o\/[^/]+$/);
      const second = slugOf(page);
      expect(second).not.toBe(first);
      await expect(switcher(page)).toContainText(name);

      // A server made in one is not listed in the other.
      await addServer(page, second, "second-host");
      await open(page, `/o/${second}/servers`);
      await expect(page.getByText("second-host").first()).toBeVisible();
      await expect(page.getByText("first-host")).toHaveCount(0);

      // With the keyboard alone, to the same page of the other one.
      await switcher(page).focus();
      await page.keyboard.press("Enter");
      const here = page.locator(".sidebar__organization a[aria-current=true]");
      await expect(here).toContainText(name);
      await page.locator(`.sidebar__organization a[href="/o/${first}/servers"]`).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/o/${first}/servers`);
      await expect(page.getByText("first-host").first()).toBeVisible();
      await expect(page.getByText("second-host")).toHaveCount(0);

      await page.waitForLoadState("networkidle");
      await switcher(page).click();
      await page.locator(`.sidebar__organization a[href="/o/${second}/servers"]`).click();
      await page.waitForURL(`**/o/${second}/servers`);
      await expect(page.getByText("second-host").first()).toBeVisible();
    });
  });
}

test("a new name is seen at once, and the address stays", async ({ page }) => {
  const t = words("en");
  const org = await signUp(page);
  await open(page, `/o/${org}/settings/organization`);
  await page.getByLabel(t("organization-name"), { exact: true }).fill("Renamed Works");
  await page.getByRole("button", { name: t("settings-save"), exact: true }).click();
  await expect(switcher(page)).toContainText("Renamed Works");
  const view = await (await page.request.get(`/api/v1/orgs/${org}`)).json();
  expect([view.slug, view.name]).toEqual([org, "Renamed Works"]);
});

test("another person does not find it", async ({ page, browser }) => {
  const org = await signUp(page);
  const other = await browser.newPage();
  await signUp(other);
  expect((await other.request.get(`/api/v1/orgs/${org}`)).status()).toBe(404);
  await other.close();
});

test.describe("where JavaScript is off", () => {
  test.use({ javaScriptEnabled: false });

  test("a second organization", async ({ page }) => {
    const t = words("en");
    await page.goto("/organizations/new");
    await page.waitForURL(/\/sign-in\?next=/);
    const name = `noscript${Date.now().toString(36)}o`;
    await page.goto("/sign-up");
    await page.locator("input[name=name]").fill(name);
    await page.locator("input[name=email]").fill(`${name}@example.org`);
    await page.locator("input[name=password]").fill(password);
    await page.locator("input[name=organization_name]").fill(name);
    await page.getByRole("button", { name: t("auth-sign-up-submit") }).click();
    await page.waitForURL(/\/o\/[^/]+$/);
    const first = slugOf(page);
    await page.goto("/organizations/new");
    await page.getByRole("button", { name: t("organization-new-submit"), exact: true }).click();
    await expect(page.locator("input[name=name]")).toHaveAttribute("aria-invalid", "true");
    await page.locator("input[name=name]").fill(`${name} Two`);
    await page.getByRole("button", { name: t("organization-new-submit"), exact: true }).click();
    await page.waitForURL(/\/o\/[^/]+$/);
    expect(slugOf(page)).not.toBe(first);
  });
});
