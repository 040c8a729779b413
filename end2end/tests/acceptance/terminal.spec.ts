// The terminal: output as it comes, programs that need a screen, a flood of output, full screen and download.
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "@playwright/test";
import { comeBack } from "../fixtures/people";
import { addServer, ended, gate, get, run } from "../fixtures/rest";
import { words } from "../fixtures/words";

const t = words("en");
const rows = (page: Page) => page.locator(".xterm-rows");

/** Opens an execution and waits until its terminal is there, which is after the page's program took over. */
async function watch(page: Page, org: string, id: string): Promise<void> {
  await page.goto(`/o/${org}/executions/${id}`);
  await expect(rows(page)).toBeVisible();
}

/** Types into the terminal once the command takes what is typed. */
async function type(page: Page, keys: string): Promise<void> {
  await expect(page.getByText(t("execution-terminal-typing"))).toBeVisible();
  await page.locator(".viewer__screen").click();
  await page.keyboard.type(keys);
}

/** What is on the screen, line by line. */
async function screen(page: Page): Promise<string[]> {
  const lines = await page.locator(".xterm-rows > div").allInnerTexts();
  return lines.map((line) => line.replaceAll("\u00a0", " ").trimEnd());
}

/** What the menu of the terminal's bar gives to save. */
async function download(page: Page, format: "raw" | "text" | "asciicast"): Promise<Buffer> {
  const started = page.waitForEvent("download");
  await page.locator(".viewer__bar summary", { hasText: t("execution-download") }).click();
  await page.getByRole("link", { name: t(`execution-download-${format}`) }).click();
  const download = await started;
  expect(download.suggestedFilename()).toMatch(/^execution-.*\.(log|txt|cast)$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test("output arrives line by line", async ({ page }) => {
  const org = await comeBack(page);
  const id = await run(page, org, await addServer(page, org), "for i in 1 2 3; do echo $i; sleep 1; done");
  await watch(page, org, id);
  // Each look at the screen is one moment: what was there when line 1 came first.
  let first: string[] = [];
  await expect.poll(async () => (first = (await screen(page)).filter(Boolean)).at(0)).toBe("1");
  expect(first).not.toContain("3");
  await expect.poll(async () => (await screen(page)).filter(Boolean)).toEqual(["1", "2", "3"]);
  expect(await ended(page, org, id)).toMatchObject({ state: "succeeded", exit_code: 0, output_bytes: 6 });
});

test("top shows its screen and ends at q", async ({ page }) => {
  const org = await comeBack(page);
  // top gives up when its window changes while it sets up the terminal: it starts when the page has said how large that is.
  const command = "start=$(stty size); while [ \"$(stty size)\" = \"$start\" ]; do sleep 0.1; done; exec top";
  const id = await run(page, org, await addServer(page, org), command, { pty: true });
  await watch(page, org, id);
  await expect(rows(page)).toContainText("load average");
  await expect(rows(page)).toContainText("PID");
  await type(page, "q");
  expect(await ended(page, org, id)).toMatchObject({ state: "succeeded", exit_code: 0 });
  await expect(page.locator(".viewer__bar")).toContainText(t("execution-state-succeeded"));
});

test("a shell answers, in two windows at once, and knows the size of the window", async ({ page, context }) => {
  const org = await comeBack(page);
  const id = await run(page, org, await addServer(page, org), "PS1='> ' bash --norc --noprofile", { pty: true });
  await watch(page, org, id);
  await type(page, "echo $((6*7))\n");
  await expect.poll(() => screen(page)).toContain("42");

  // Another window of the same person, and one that comes late, show the same from the start.
  const other = await context.newPage();
  await watch(other, org, id);
  await expect.poll(() => screen(other)).toContain("42");
  await type(other, "echo from the $((1+1))nd\n");
  await expect.poll(() => screen(page)).toContain("from the 2nd");
  await expect.poll(async () => (await screen(other)).filter(Boolean)).toEqual((await screen(page)).filter(Boolean));
  await other.close();

  // The process is told how much room there is: the answer is the size of the terminal on the screen.
  await page.bringToFront();
  const sizes: number[] = [];
  for (const width of [1440, 900]) {
    await page.setViewportSize({ width, height: 900 });
    const told = new RegExp(`^size${width} (\\d+) (\\d+)$`);
    await expect(async () => {
      await type(page, `clear; echo size${width} $(stty size)\n`);
      await expect.poll(() => screen(page), { timeout: 1000 }).toContainEqual(expect.stringMatching(told));
      const answer = (await screen(page)).map((line) => told.exec(line)).find(Boolean);
      expect(Number(answer?.[1])).toBe(await page.locator(".xterm-rows > div").count());
      const { width: room } = (await page.locator(".viewer__screen").boundingBox())!;
      const { width: drawn } = (await page.locator(".xterm-screen").boundingBox())!;
      const cell = drawn / Number(answer?.[2]);
      expect(room - drawn, "the screen fills its room, but for a scroll bar").toBeLessThan(20 + cell);
      expect(drawn).toBeLessThanOrEqual(room);
      sizes.push(Number(answer?.[2]));
    }).toPass();
  }
  expect(sizes[0]).toBeGreaterThan(sizes.at(-1)!);
  await type(page, "exit 4\n");
  expect(await ended(page, org, id)).toMatchObject({ state: "failed", exit_code: 4 });
});

test("five million lines arrive whole, and the page stays usable", async ({ page }, info) => {
  test.setTimeout(180_000);
  const org = await comeBack(page);
  const server = await addServer(page, org);
  const { wait, open } = gate();
  const id = await run(page, org, server, `${wait}; seq 1 5000000`);
  await watch(page, org, id);
  await expect(page.locator(".viewer__bar")).toContainText(t("execution-connection-live"));
  await page.waitForLoadState("networkidle");
  // Only what comes from here on: loading and taking over are not the subject.
  await page.evaluate(() => {
    const tasks: number[] = ((window as any).longTasks = []);
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => Math.round(e.duration)))).observe({
      type: "longtask",
    });
  });
  const began = Date.now();
  await open(page, org, server);

  // It answers clicks while the flood comes in.
  await expect.poll(async () => (await get(page, `${org}/executions/${id}`)).output_bytes).toBeGreaterThan(1e6);
  const size = () => page.locator(".xterm-rows").evaluate((element) => getComputedStyle(element).fontSize);
  await expect.poll(size).toBe("13px");
  const clicked = Date.now();
  await page.getByRole("button", { name: t("execution-terminal-larger") }).click();
  await expect.poll(size).toBe("14px");
  const answered = Date.now() - clicked;

  const execution = await ended(page, org, id, 90_000);
  expect(execution).toMatchObject({ state: "succeeded", exit_code: 0, output_bytes: 38_888_896 });
  const produced = Date.now() - began;
  await expect(rows(page)).toContainText("5000000", { timeout: 90_000 });
  const shown = Date.now() - began;
  await expect(page.locator(".viewer__bar")).toContainText(t("execution-connection-ended"));
  const tasks = await page.evaluate(() => (window as any).longTasks as number[]);
  // Reported, not asserted: a busy machine stretches every task.
  info.annotations.push(
    { type: "long tasks (ms)", description: tasks.join(", ") || "none" },
    { type: "longest task (ms)", description: String(Math.max(0, ...tasks)) },
    { type: "figures (ms)", description: `a click answered in ${answered}, ended after ${produced}, shown after ${shown}` },
  );

  const ours = createHash("sha256");
  let lines = "";
  for (let i = 1; i <= 5_000_000; i += 1) {
    lines += `${i}\n`;
    if (lines.length > 1 << 20 || i === 5_000_000) {
      ours.update(lines);
      lines = "";
    }
  }
  const output = await (await page.request.get(`/api/v1/orgs/${org}/executions/${id}/output`)).body();
  expect(output.length).toBe(execution.output_bytes);
  expect(createHash("sha256").update(output).digest("hex")).toBe(ours.digest("hex"));
});

test("full screen, and the download has the same bytes", async ({ page }) => {
  const org = await comeBack(page);
  const command = "printf 'caf\\303\\251 \\033[31mred\\033[0m\\r\\n\\000\\377'; seq 1 2000";
  const id = await run(page, org, await addServer(page, org), command);
  await ended(page, org, id);
  await watch(page, org, id);
  await expect(rows(page)).toContainText("2000");

  const height = async () => (await page.locator(".viewer__screen").boundingBox())!.height;
  const before = await height();
  await page.getByRole("button", { name: t("execution-terminal-full-screen") }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className)).toBe("viewer");
  await expect.poll(height).toBeGreaterThan(before + 100);
  await expect(rows(page)).toContainText("2000");
  await page.getByRole("button", { name: t("execution-terminal-full-screen") }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  await expect.poll(height).toBe(before);

  const bytes = await download(page, "raw");
  const numbers = Array.from({ length: 2000 }, (_, i) => `${i + 1}\n`).join("");
  expect(bytes).toEqual(
    Buffer.concat([Buffer.from("café \x1b[31mred\x1b[0m\r\n", "utf8"), Buffer.from([0, 255]), Buffer.from(numbers)]),
  );
  expect(await (await page.request.get(`/api/v1/orgs/${org}/executions/${id}/output`)).body()).toEqual(bytes);
});

test("the output as plain text and as a recording", async ({ page }) => {
  const org = await comeBack(page);
  const command = "printf 'caf\\303\\251 \\033[31mred\\033[0m\\n'; sleep 1; printf '10 %%\\r99 %%\\ndone\\n'";
  const id = await run(page, org, await addServer(page, org), command);
  await ended(page, org, id);
  await watch(page, org, id);
  expect((await download(page, "text")).toString("utf8")).toBe("café red\n99 %\ndone\n");
  const [header, ...events] = (await download(page, "asciicast"))
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(header).toMatchObject({ version: 2, width: expect.any(Number), height: expect.any(Number) });
  expect(events.map((event) => event[2]).join("")).toBe("café \x1b[31mred\x1b[0m\r\n10 %\r99 %\r\ndone\r\n");
  expect(events.at(-1)[0] - events[0][0]).toBeGreaterThan(0.2);
});

test("a long output opens with its end, and the first error is found far above", async ({ page }, info) => {
  test.setTimeout(120_000);
  const org = await comeBack(page);
  // 100 MB in lines of 100 characters, the error among the first tenth.
  const line = "$(printf '%092d' 0)";
  const lines = (from: number, to: number) => `seq -f "%07.0f ${line}" ${from} ${to}`;
  const command = `${lines(1, 90_000)}; echo 'build FAILED: no rule'; ${lines(90_001, 990_000)}`;
  const id = await run(page, org, await addServer(page, org), command);
  const execution = await ended(page, org, id, 90_000);
  expect(execution.output_bytes).toBeGreaterThan(99_000_000);

  await page.goto(`/o/${org}/executions`);
  await page.waitForLoadState("networkidle");
  const began = Date.now();
  await page.goto(`/o/${org}/executions/${id}`);
  await expect(rows(page)).toContainText("0990000");
  info.annotations.push({ type: "the end of 100 MB shown after (ms)", description: String(Date.now() - began) });

  const asked = Date.now();
  await page.getByRole("button", { name: t("execution-terminal-first-error") }).click();
  await expect(rows(page)).toContainText("build FAILED: no rule", { timeout: 30_000 });
  await expect(rows(page)).toContainText("0090001");
  const told = t("execution-terminal-first-error-is").replace("{ $line }", "build FAILED: no rule");
  await expect(page.getByText(told)).toBeVisible();
  info.annotations.push({ type: "first error shown after (ms)", description: String(Date.now() - asked) });
  await expect(page.locator(".xterm-decoration")).toBeVisible();

  await page.locator(".viewer__bar").getByRole("button", { name: t("execution-terminal-jump") }).click();
  await expect(rows(page)).toContainText("0990000");
  await page.getByRole("button", { name: t("execution-terminal-from-start") }).click();
  await expect(rows(page)).toContainText("0990000", { timeout: 90_000 });
});

test("lines are broken or not, copied, and searched; the browser remembers the look", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const org = await comeBack(page);
  const command = "printf 'begin %0400d end\\n' 0; echo all is well";
  const id = await run(page, org, await addServer(page, org), command);
  await ended(page, org, id);
  await watch(page, org, id);
  await expect(rows(page)).toContainText("all is well");
  const whole = /^begin 0{400} end$/;
  expect((await screen(page)).some((line) => whole.test(line))).toBe(false);
  const wrap = page.getByRole("button", { name: t("execution-terminal-wrap") });
  await wrap.click();
  await expect(wrap).toHaveAttribute("aria-pressed", "false");
  await expect.poll(() => screen(page)).toContainEqual(expect.stringMatching(whole));
  const scrolls = () => page.locator(".viewer__screen").evaluate((screen) => screen.scrollWidth > screen.clientWidth);
  expect(await scrolls()).toBe(true);
  await page.getByRole("button", { name: t("execution-terminal-larger") }).click();

  await page.getByRole("button", { name: t("execution-terminal-first-error") }).click();
  await expect(page.getByText(t("execution-terminal-first-error-none"))).toBeVisible();
  await page.locator(".viewer__bar").getByRole("button", { name: t("ui-copy") }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(`begin ${"0".repeat(400)} end\nall is well`);

  const find = page.getByRole("searchbox", { name: t("execution-terminal-find") });
  await find.fill("nowhere");
  await find.press("Enter");
  await expect(page.getByText(t("execution-terminal-find-none"))).toBeVisible();
  await find.fill("well");
  await find.press("Enter");
  await expect(page.getByText(t("execution-terminal-find-none"))).toBeHidden();
  await page.locator(".viewer__bar").getByRole("button", { name: t("ui-copy") }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("well");

  await watch(page, org, id);
  await expect.poll(() => screen(page)).toContainEqual(expect.stringMatching(whole));
  const size = () => page.locator(".xterm-rows").evaluate((element) => getComputedStyle(element).fontSize);
  expect(await size()).toBe("14px");
  await wrap.click();
  await expect.poll(async () => (await screen(page)).some((line) => whole.test(line))).toBe(false);
  expect(await scrolls()).toBe(false);
});
