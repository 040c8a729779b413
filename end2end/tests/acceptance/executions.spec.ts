// Executions that are tried again, that wait for each other, and that got lost: each says on its page what happened and why.
import { expect, type Page } from "@playwright/test";
import { test } from "../fixtures/mcp";
import { comeBack, open } from "../fixtures/people";
import { addServer, ended, get, post } from "../fixtures/rest";
import { bad } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");
let count = 0;
const fresh = () => `${Date.now().toString(36)}${(count += 1)}`;

/** The states of the timeline, first to last. */
const states = (page: Page) =>
  page.getByRole("list", { name: t("execution-timeline") }).locator(".status, .badge").allInnerTexts();

test("a run that fails is tried again, and each attempt keeps its output", async ({ page }) => {
  const org = await comeBack(page);
  const server = await addServer(page, org);
  await open(page, `/o/${org}/tasks/new?server=${server}`);
  const file = `/tmp/studio-story-${fresh()}`;
  await page.locator("input[name='task[title]']").fill("Third time lucky");
  await page
    .locator("textarea[name='task[command]']")
    .fill(`echo try >> ${file}; n=$(wc -l < ${file}); echo attempt $n; [ $n -ge 3 ] && rm ${file}`);
  await page.locator("input[name='task[max_attempts]']").fill("3");
  await page.locator("input[name='task[retry_delay_s]']").fill("2");
  await page.getByRole("button", { name: t("task-create-and-run"), exact: true }).click();
  await page.waitForURL(/\/executions\/[0-9a-f-]{36}$/);
  const id = page.url().split("/").at(-1)!;

  // While it waits, the page says for what.
  await expect(page.getByText(/^The last attempt failed\. Attempt 2 of 3 starts/)).toBeVisible();
  await expect(page.locator(".viewer__bar")).toContainText(t("execution-state-succeeded"), { timeout: 20_000 });
  const attempts = page.getByRole("table", { name: t("execution-attempts") });
  await expect(attempts.locator("tbody tr")).toHaveCount(3);
  await expect(attempts.locator("tbody tr").nth(0)).toContainText(t("execution-state-failed"));
  await expect(attempts.locator("tbody tr").nth(2)).toContainText(t("execution-state-succeeded"));
  for (const number of [1, 2, 3]) {
    const href = await attempts.locator("tbody tr").nth(number - 1).getByRole("link").getAttribute("href");
    expect(await (await page.request.get(href!)).text()).toBe(`attempt ${number}\n`);
  }
  expect(await ended(page, org, id)).toMatchObject({ state: "succeeded", attempt: 3, exit_code: 0 });
});

test("of one key one runs at a time, and the other says for whom it waits", async ({ page }) => {
  const org = await comeBack(page);
  const server_id = await addServer(page, org);
  const concurrency_key = `deploy ${fresh()}`;
  const action = { kind: "command", command: "sleep 3; date" };
  const task = await post(page, `${org}/tasks`, { title: "Deploy", server_id, action, concurrency_key });
  const first = await post(page, `${org}/tasks/${task.id}/executions`);
  const second = await post(page, `${org}/tasks/${task.id}/executions`);
  await open(page, `/o/${org}/executions/${second.id}`);
  const sentence = t("execution-waiting-concurrency").replace("{ $key }", concurrency_key);
  await expect(page.getByText(sentence, { exact: true })).toBeVisible();
  const [one, two] = [await ended(page, org, first.id), await ended(page, org, second.id)] as any[];
  expect([one.state, two.state]).toEqual(["succeeded", "succeeded"]);
  expect(Date.parse(two.started_at)).toBeGreaterThanOrEqual(Date.parse(one.finished_at) - 50);
  await expect(page.locator(".viewer__bar")).toContainText(t("execution-state-succeeded"));
  await expect(page.getByText(sentence, { exact: true })).toBeHidden();
});

test("a call whose answer never came is lost, until somebody tells what became of it", async ({
  page,
  processes,
  register,
}) => {
  const stranger = await processes.start(bad({ sessions: true }));
  const server = await register(stranger.url);
  await server.offers("wait");
  const action = { kind: "tool_call", tool: "wait", arguments: { ms: 600_000 } };
  const task = await post(page, `${server.org}/tasks`, { title: "Order a pizza", server_id: server.id, action });
  const { id } = await post(page, `${server.org}/tasks/${task.id}/executions`);
  await expect.poll(() => stranger.log()).toContain("call wait");
  await stranger.kill();
  expect(await ended(page, server.org, id)).toMatchObject({ state: "lost", attempt: 1 });

  await open(page, `/o/${server.org}/executions/${id}`);
  await expect(page.getByText(t("execution-resolve-text"))).toBeVisible();
  await page.getByRole("radio", { name: t("execution-verdict-done"), exact: true }).check();
  await page.getByLabel(t("execution-resolve-note")).fill("It was delivered.");
  await page.getByRole("button", { name: t("execution-resolve-submit"), exact: true }).click();
  await expect(page.getByText("It was delivered.")).toBeVisible();
  await expect(page.getByText(t("execution-resolve-text"))).toBeHidden();
  const after = await get(page, `${server.org}/executions/${id}`);
  expect(after).toMatchObject({ state: "lost", resolution: { verdict: "done", note: "It was delivered." } });
  const origin = new URL(page.url()).origin;
  const path = `/api/v1/orgs/${server.org}/executions/${id}/resolve`;
  const twice = await page.request.post(path, { data: { verdict: "retry" }, headers: { origin } });
  expect(twice.status()).toBe(409);
});

test("an execution shows what ran, and its task what it said in each version", async ({ page }) => {
  const org = await comeBack(page);
  const server_id = await addServer(page, org);
  const action = { kind: "command", command: "echo one" };
  const task = await post(page, `${org}/tasks`, { title: "Changing", server_id, action });
  const { id } = await post(page, `${org}/tasks/${task.id}/executions`);
  await ended(page, org, id);
  await open(page, `/o/${org}/tasks/${task.id}/edit`);
  await page.locator("textarea[name='task[command]']").fill("echo two");
  await page.getByRole("button", { name: t("task-save"), exact: true }).click();
  await page.waitForURL(new RegExp(`/tasks/${task.id}$`));
  const versions = page.getByRole("table", { name: t("task-versions") });
  await expect(versions.locator("tbody tr")).toHaveCount(2);
  await expect(versions.locator("tbody tr").nth(0)).toContainText("echo two");
  await expect(versions.locator("tbody tr").nth(1)).toContainText("echo one");
  await open(page, `/o/${org}/executions/${id}`);
  await expect(page.getByText("echo one").first()).toBeVisible();
  expect(await states(page)).toContain(t("execution-state-succeeded"));
});
