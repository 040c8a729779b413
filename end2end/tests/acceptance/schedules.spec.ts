// Tasks that run by themselves: written on the page with the times that come next in sight, refused where nothing would come,
// seen to run, paused and resumed. With JavaScript and without.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { comeBack, open } from "../fixtures/people";
import { addServer, get, post } from "../fixtures/rest";
import { words } from "../fixtures/words";

const t = words("en");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, timezoneId: "America/New_York" });

    const field = (page: Page, name: string) => page.locator(`[name='task[schedule][${name}]']`);
    const kind = (page: Page, word: string) =>
      page.getByRole("radio", { name: t(`task-schedule-${word}`), exact: true }).check();
    const next = (page: Page) => page.locator(".task-schedule__next");
    const press = (page: Page, key: string) => page.getByRole("button", { name: t(key), exact: true }).click();

    async function expectAccessible(page: Page): Promise<void> {
      if (!javaScriptEnabled) return;
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
    }

    /** A page keeps itself up to date; without JavaScript whoever waits for something loads it again. */
    async function eventually(page: Page, look: () => Promise<void>): Promise<void> {
      await expect(async () => {
        if (!javaScriptEnabled) await page.reload();
        await look();
      }).toPass({ timeout: 20_000 });
    }

    test("again and again, until it is paused", async ({ page }) => {
      const org = await comeBack(page);
      const server = await addServer(page, org);
      await open(page, `/o/${org}/tasks/new?server=${server}`);
      await page.locator("input[name='task[title]']").fill("Tick");
      await page.locator("textarea[name='task[command]']").fill("date");
      await expect(field(page, "expression")).toBeHidden();
      await kind(page, "cron");
      await expect(field(page, "at")).toBeHidden();

      if (javaScriptEnabled) {
        await expect(field(page, "timezone")).toHaveValue("America/New_York");
        await press(page, "task-schedule-preset-weekday");
        await expect(field(page, "expression")).toHaveValue("0 9 * * 1-5");
        const times = next(page).getByRole("listitem");
        await expect(times).toHaveCount(5);
        for (const time of await times.allInnerTexts()) expect(time).toMatch(/^(Mon|Tues|Wednes|Thurs|Fri)day, .+ 0?9:00/);
        // What would never come, and what is nowhere, is told while one writes.
        await field(page, "expression").fill("0 0 30 2 *");
        await expect(next(page)).toHaveText(t("schedule-never"));
        await field(page, "expression").fill("0 9 * * *");
        await field(page, "timezone").fill("Europe/Atlantis");
        await expect(next(page)).toHaveText(t("schedule-unknown-timezone"));
        await expectAccessible(page);
      } else {
        await field(page, "expression").fill("0 0 30 2 *");
        await field(page, "timezone").fill("Europe/Atlantis");
      }
      await press(page, "task-create");
      await expect(page.getByText(t("schedule-unknown-timezone")).last()).toBeVisible();
      await expect(field(page, "timezone")).toHaveAttribute("aria-invalid", "true");
      await field(page, "timezone").fill("Europe/Paris");
      await field(page, "expression").fill("0 0 30 2 *");
      await press(page, "task-create");
      await expect(field(page, "expression")).toHaveAttribute("aria-invalid", "true");
      await field(page, "expression").fill("*/2 * * * * *");
      await field(page, "overlap").selectOption("queue");
      await press(page, "task-create");

      await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
      const id = page.url().split("/").at(-1)!;
      const fires = page.getByRole("table", { name: t("task-schedule-fires") }).locator("tbody tr");
      const queued = fires.getByRole("link", { name: t("task-schedule-fire-queued") });
      await eventually(page, async () => expect(await queued.count()).toBeGreaterThanOrEqual(2));
      await expectAccessible(page);
      await press(page, "task-schedule-pause");
      await expect(page.getByText(t("task-schedule-paused"), { exact: true })).toBeVisible();
      const then = (await get(page, `${org}/tasks/${id}/fires`)) as any[];
      await page.waitForTimeout(4_000);
      const now = (await get(page, `${org}/tasks/${id}/fires`)) as any[];
      expect(now.length).toBe(then.length);
      const times = now.map((fire) => fire.fire_time);
      expect(new Set(times).size).toBe(times.length);
      for (const fire of now) expect(fire).toMatchObject({ outcome: "queued", execution_id: expect.any(String) });

      await press(page, "task-schedule-resume");
      await expect(page.getByRole("button", { name: t("task-schedule-pause"), exact: true })).toBeVisible();
      await eventually(page, async () => {
        const later = (await get(page, `${org}/tasks/${id}/fires`)) as any[];
        expect(later.length).toBeGreaterThan(now.length);
      });

      // The form says what was chosen, and the list when it runs next.
      await open(page, `/o/${org}/tasks/${id}/edit`);
      await expect(field(page, "expression")).toHaveValue("*/2 * * * * *");
      await expect(field(page, "timezone")).toHaveValue("Europe/Paris");
      await expect(field(page, "overlap")).toHaveValue("queue");
      await kind(page, "manual");
      await press(page, "task-save");
      await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
      await expect(page.getByText(t("task-schedule-manual"), { exact: true })).toBeVisible();
      expect(await get(page, `${org}/tasks/${id}`)).toMatchObject({ schedule: { kind: "manual" }, next_fire_at: null });
    });

    test("once, at a time", async ({ page }) => {
      const org = await comeBack(page);
      const server_id = await addServer(page, org);
      await open(page, `/o/${org}/tasks/new?server=${server_id}`);
      await page.locator("input[name='task[title]']").fill("New Year");
      await page.locator("textarea[name='task[command]']").fill("date");
      await kind(page, "at");
      await field(page, "at").fill("2001-01-01T00:00");
      await press(page, "task-create");
      await expect(page.getByText(t("schedule-past")).last()).toBeVisible();
      await expect(field(page, "at")).toHaveAttribute("aria-invalid", "true");
      await field(page, "at").fill("2099-01-01T00:00");
      await field(page, "timezone").fill("America/New_York");
      await press(page, "task-create");
      await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
      const id = page.url().split("/").at(-1)!;
      // Midnight in New York.
      expect(await get(page, `${org}/tasks/${id}`)).toMatchObject({ next_fire_at: "2099-01-01T05:00:00Z" });
      await open(page, `/o/${org}/tasks/${id}/edit`);
      if (javaScriptEnabled) {
        await expect(field(page, "at")).toHaveValue("2099-01-01T00:00");
        await expect(field(page, "timezone")).toHaveValue("America/New_York");
      } else {
        await expect(field(page, "at")).toHaveValue("2099-01-01T05:00");
        await expect(field(page, "timezone")).toHaveValue("UTC");
      }

      // One that is due in a moment is done once.
      const schedule = { kind: "at", at: new Date(Date.now() + 1_500).toISOString() };
      const action = { kind: "command", command: "echo now" };
      const soon = await post(page, `${org}/tasks`, { title: "Soon", server_id, action, schedule });
      await open(page, `/o/${org}/tasks/${soon.id}`);
      await eventually(page, async () => expect(page.getByRole("link", { name: t("task-schedule-fire-queued") })).toBeVisible({ timeout: 500 }));
      await expect(page.getByText(t("task-schedule-over"), { exact: true })).toBeVisible();
    });
  });
}
