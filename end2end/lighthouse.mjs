// What Lighthouse gives pages of a running Studio, to sign in and for who has signed in: the first page, lists and details. Prints
// JSON, a line a page; what costs points goes to stderr. Arguments: the Studio's address, the folder of its data, the path of a
// Chromium, and `desktop` or `mobile`.
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";
import { FLAGS } from "./chromium.mjs";

const [origin, data, executablePath, form = "desktop"] = process.argv.slice(2);
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** Times a page is measured; what is told is the median. */
const ROUNDS = 3;
/** Servers and executions of the organization: a list has a full page of them. */
const ROWS = 30;

const port = await new Promise((resolve) => {
  const server = createServer();
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const profile = mkdtempSync(join(tmpdir(), "studio-lighthouse-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  baseURL: origin,
  args: [`--remote-debugging-port=${port}`, ...FLAGS],
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

async function send(path, options) {
  const response = await browser.request.post(path, { headers: { origin }, maxRedirects: 0, ...options });
  if (response.status() >= 400) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  return response;
}

async function ready() {
  const answers = () => fetch(`${origin}/readyz`).then((answer) => answer.ok, () => false);
  for (const began = Date.now(); !(await answers()); await pause()) {
    if (Date.now() - began > 60_000) throw new Error("the Studio is not ready");
  }
}

/** Signs up, and fills the organization; returns what is measured, by name. */
async function pages() {
  const name = "Lighthouse";
  const email = `${Date.now().toString(36)}@example.org`;
  const account = { name, email, password: "correct horse battery", organization_name: name };
  const { location } = (await send("/api/fn/sign-up", { form: account })).headers();
  const org = new URL(location, origin).pathname.split("/")[2];
  const post = async (path, data) => (await send(`/api/v1/orgs/${org}/${path}`, { data })).json();
  const get = async (path) => (await browser.request.get(`/api/v1/orgs/${org}/${path}`)).json();
  const until = async (path, holds) => {
    for (const began = Date.now(); !holds(await get(path)); await pause()) {
      if (Date.now() - began > 60_000) throw new Error(`${path} did not become what it should`);
    }
  };

  const read = (file) => readFileSync(join(data, file), "utf8").trim();
  const auth = { kind: "bearer", token: read("agent/token") };
  const here = await post("servers", { name: "This host", url: `http://127.0.0.1:${read("agent-port")}/mcp`, auth });
  await until(`servers/${here.id}`, (server) => server.status === "healthy");
  const others = Array.from({ length: ROWS }, (_, i) => [`server-${i}`, { url: "http://127.0.0.1:9/mcp" }]);
  await post("servers/import", { text: JSON.stringify({ mcpServers: Object.fromEntries(others) }) });
  let execution;
  for (let i = 0; i < ROWS; i += 1) {
    const action = { kind: "command", command: "seq 1 200" };
    const task = await post("tasks", { title: `Job ${i}`, server_id: here.id, action });
    execution = await post(`tasks/${task.id}/executions`);
  }
  await until(`executions/${execution.id}`, ({ finished_at }) => finished_at);
  const first = `/o/${org}`;
  return {
    dashboard: first,
    servers: `${first}/servers`,
    executions: `${first}/executions`,
    server: `${first}/servers/${here.id}`,
    execution: `${first}/executions/${execution.id}`,
  };
}

async function measure(path) {
  const flags = { port, logLevel: "error", onlyCategories: CATEGORIES, disableStorageReset: true };
  const { lhr } = await lighthouse(origin + path, flags, form === "desktop" ? desktop : undefined);
  if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  const scores = CATEGORIES.map((category) => [category, Math.round(lhr.categories[category].score * 100)]);
  const counted = CATEGORIES.flatMap((category) => lhr.categories[category].auditRefs).filter(({ weight }) => weight > 0);
  const audits = counted.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 0.9);
  return { scores: Object.fromEntries(scores), costs: audits.map(({ id, displayValue }) => [id, displayValue].join(" ")) };
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function tell(page, path) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(path));
  const scores = CATEGORIES.map((category) => [category, median(rounds.map((round) => round.scores[category]))]);
  console.log(JSON.stringify({ page, scores: Object.fromEntries(scores) }));
  const costs = new Set(rounds.flatMap((round) => round.costs));
  if (costs.size > 0) console.error(`${page} (${form}): ${[...costs].join("; ")}`);
}

try {
  await ready();
  await tell("sign-in", "/sign-in");
  for (const [page, path] of Object.entries(await pages())) await tell(page, path);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
