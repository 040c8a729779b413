// Stories in the system's Chromium against the real Studio: `./studio test --e2e` sets the environment read here.
import { defineConfig, devices } from "@playwright/test";
import { FLAGS } from "./chromium.mjs";

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the stories with ./studio test --e2e`);
  return value;
}

const port = needed("STUDIO_E2E_PORT");
const url = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  forbidOnly: !!process.env.CI,
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "Europe/Paris",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: needed("STUDIO_E2E_CHROMIUM"),
      args: FLAGS,
    },
  },
  projects: [
    { name: "stories", testIgnore: "contract/**" },
    { name: "contract", testMatch: "contract/**", dependencies: ["stories"] },
  ],
  webServer: {
    command: `exec "${needed("STUDIO_XTASK")}" up --port ${port} --data "${needed("STUDIO_E2E_DATA")}"`,
    cwd: needed("STUDIO_ROOT"),
    // What is seen by itself is to be seen soon.
    env: { STUDIO_CHECK_INTERVAL: "10" },
    url: `${url}/readyz`,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    stdout: "pipe",
    stderr: "pipe",
  },
});
