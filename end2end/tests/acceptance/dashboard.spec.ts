// The dashboard tells what happens while it happens, in numbers, in words and as a chart.
import { expect, test } from "@playwright/test";
import { comeBack, open } from "../fixtures/people";
import { addServer, ended, run } from "../fixtures/rest";
import { words } from "../fixtures/words";

test("numbers and failures change without a reload", async ({ page }) => {
  const t = words("en");
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const org = await comeBack(page);
  const server = await addServer(page, org);
  await ended(page, org, await run(page, org, server, "true"));
  await open(page, `/o/${org}`);
  await expect(page.locator(".live--live")).toBeVisible();
  const today = page.locator(".stat", { hasText: t("dashboard-today") }).locator(".stat__value");
  const before = Number(await today.textContent());
  expect(before).toBeGreaterThan(0);

  // Lost with the page, were it loaded again. By itself it looks once a minute.
  await page.evaluate(() => document.body.setAttribute("data-story", "same page"));
  await ended(page, org, await run(page, org, server, "echo before; exit 7"));
  await expect(today).toHaveText(String(before + 1));
  const failures = page.getByRole("table", { name: t("dashboard-failures") });
  await expect(failures.getByText(t("execution-exit-code-is").replace("{ $code }", "7")).first()).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-story", "same page");
  expect(complaints, complaints.join("\n")).toEqual([]);
});

test("the chart is drawn, follows the theme, and has its numbers as a table", async ({ page }) => {
  const t = words("en");
  const org = await comeBack(page);
  const server = await addServer(page, org);
  await ended(page, org, await run(page, org, server, "exit 1"));
  await open(page, `/o/${org}`);
  const chart = page.getByRole("img", { name: t("dashboard-outcomes") });
  await expect(chart.locator("svg")).toBeVisible();
  const name = chart.locator("svg text", { hasText: t("dashboard-outcome-failed") });
  const light = await name.getAttribute("fill");
  await page.evaluate(() => document.documentElement.setAttribute("data-theme", "dark"));
  await expect(name).not.toHaveAttribute("fill", light ?? "");

  await page.getByText(t("ui-chart-table")).click();
  const table = page.getByRole("table", { name: t("dashboard-outcomes") });
  await expect(table.getByRole("columnheader", { name: t("dashboard-outcome-failed") })).toBeVisible();
  await expect(table.getByRole("row")).not.toHaveCount(1);
});

test("a list of executions changes without a reload", async ({ page }) => {
  const t = words("en");
  const org = await comeBack(page);
  const server = await addServer(page, org);
  await open(page, `/o/${org}/executions`);
  await expect(page.locator(".live--live")).toBeVisible();
  const title = `echo ${Date.now().toString(36)}`;
  await run(page, org, server, title);
  const row = page.getByRole("row", { name: title });
  await expect(row.getByText(t("execution-state-succeeded"))).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the chart's numbers can be read", async ({ page }) => {
    const t = words("en");
    const org = await comeBack(page);
    const server = await addServer(page, org);
    await ended(page, org, await run(page, org, server, "exit 1"));
    await page.goto(`/o/${org}`);
    await page.getByText(t("ui-chart-table")).click();
    await expect(page.getByRole("table", { name: t("dashboard-outcomes") })).toBeVisible();
  });
});
