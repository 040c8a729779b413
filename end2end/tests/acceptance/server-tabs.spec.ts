// Every page of a server is alive: nothing complains in the browser, what the program of a page does is done, and without the
// program the page shows what it is about.
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import type { Server } from "../fixtures/mcp";
import { test } from "../fixtures/mcp";
import { open } from "../fixtures/people";
import { ended, post } from "../fixtures/rest";
import { everything } from "../fixtures/strangers";
import { words } from "../fixtures/words";

const t = words("en");
const nowhere = "zz-no-such-thing";

/** A page, what it shows, and something that only its program does. */
interface Tab {
  name: string;
  path: (server: Server) => string;
  shows: (page: Page, server: Server) => Promise<void>;
  acts: (page: Page, server: Server) => Promise<void>;
}

const features = encodeURIComponent("demo://resource/static/document/features.md");
const template = encodeURIComponent("demo://resource/dynamic/text/{resourceId}");
const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).first();
const main = (page: Page) => page.locator("main");

/** Searches for what is nowhere; `title` says so. */
function finds(label: string, title: string): Tab["acts"] {
  return async (page) => {
    const search = page.getByRole("searchbox", { name: t(label), exact: true });
    await search.fill(nowhere);
    await search.press("Enter");
    await page.waitForURL(new RegExp(`\\?q=${nowhere}$`));
    await expect(page.getByText(t(title).replace("{ $q }", nowhere))).toBeVisible();
  };
}

/** Goes by a link to another page of the same program. */
function follows(key: string, to: RegExp): Tab["acts"] {
  return async (page) => {
    await page.getByRole("link", { name: t(key), exact: true }).first().click();
    await page.waitForURL(to);
  };
}

/** The command palette, by key alone, and gone again. */
async function palette(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog", { name: t("palette-title"), exact: true });
  await page.keyboard.press("Control+k");
  await expect(dialog.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("get-sum");
  await expect(dialog.getByRole("option").first()).toContainText(/sum/i);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
}

const tabs: Tab[] = [
  {
    name: "overview",
    path: ({ path }) => `/o/${path}`,
    shows: (page) => expect(page.getByText(/Everything Reference Server|mcp-servers\/everything/).first()).toBeVisible(),
    acts: async (page) => {
      const ranges = page.getByRole("navigation", { name: t("server-health-range"), exact: true }).getByRole("link");
      await ranges.last().click();
      await page.waitForURL(/\?range=/);
      await expect(ranges.last()).toHaveAttribute("aria-current", "true");
    },
  },
  {
    name: "MCP tools",
    path: ({ path }) => `/o/${path}/mcp-tools`,
    shows: (page) => expect(link(page, "Get Sum Tool")).toBeVisible(),
    acts: finds("mcp-tool-search", "mcp-tool-no-match"),
  },
  {
    name: "an MCP tool",
    path: ({ path }) => `/o/${path}/mcp-tools/echo`,
    shows: (page) => expect(page.locator("[name='arguments[/message]']")).toBeVisible(),
    acts: async (page) => {
      // What was entered in the field comes along to the text.
      await page.locator("[name='arguments[/message]']").fill("Grüße");
      await page.locator("[name=arguments_mode][value=json]").check();
      await expect(page.locator("textarea[name=arguments_json]")).toHaveValue(/"message": "Grüße"/);
    },
  },
  {
    name: "the calls of an MCP tool",
    path: ({ path }) => `/o/${path}/mcp-tools/echo`,
    shows: (page) => expect(page.locator(".mcp-calls").getByText("Echo: Saluti").first()).toBeVisible(),
    acts: async (page) => {
      await page.locator(".mcp-calls").getByRole("link", { name: '{"message":"Saluti"}' }).first().click();
      await page.waitForURL(/\?call=[0-9a-f-]{36}$/);
      await expect(page.getByText(t("mcp-tool-called"), { exact: true })).toBeVisible();
    },
  },
  {
    name: "resources",
    path: ({ path }) => `/o/${path}/resources`,
    shows: (page) => expect(link(page, "features.md")).toBeVisible(),
    acts: finds("mcp-resource-search", "mcp-resource-no-match"),
  },
  {
    name: "a resource",
    path: ({ path }) => `/o/${path}/resources?uri=${features}`,
    shows: (page) => expect(page.getByText("Everything Server - Features").first()).toBeVisible(),
    acts: follows("mcp-resource-all", /\/resources$/),
  },
  {
    name: "a resource of a template",
    path: ({ path }) => `/o/${path}/resources?template=${template}&var.resourceId=7`,
    shows: (page) => expect(page.getByText("Resource 7: This is a plaintext resource").first()).toBeVisible(),
    acts: follows("mcp-resource-all", /\/resources$/),
  },
  {
    name: "prompts",
    path: ({ path }) => `/o/${path}/prompts`,
    shows: (page) => expect(link(page, "Arguments Prompt")).toBeVisible(),
    acts: finds("mcp-prompt-search", "mcp-prompt-no-match"),
  },
  {
    name: "a prompt with its preview",
    path: ({ path }) => `/o/${path}/prompts?name=args-prompt&preview=1&arg.city=Lyon`,
    shows: (page) => expect(page.getByText("What's weather in Lyon?")).toBeVisible(),
    acts: follows("mcp-prompt-all", /\/prompts$/),
  },
  {
    name: "executions",
    path: ({ path }) => `/o/${path}/executions`,
    shows: (page) => expect(main(page).locator("td").getByText(t("execution-state-succeeded")).first()).toBeVisible(),
    acts: finds("execution-search", "execution-empty-filter-title"),
  },
  {
    name: "settings",
    path: ({ path }) => `/o/${path}/settings`,
    shows: (page) => expect(page.getByText(t("server-delete-executions"))).toBeVisible(),
    acts: async (page) => {
      await page.locator("textarea[name=description]").fill("Has everything");
      await page.getByRole("button", { name: t("server-save"), exact: true }).click();
      await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
      await expect(page.getByText("Has everything", { exact: true }).first()).toBeVisible();
    },
  },
  {
    name: "the MCP tools of all servers",
    path: ({ org }) => `/o/${org}/mcp-tools?q=get-sum`,
    shows: (page) => expect(link(page, "Get Sum Tool")).toBeVisible(),
    acts: finds("mcp-tool-search", "mcp-tool-no-match"),
  },
  {
    name: "the search",
    path: ({ org }) => `/o/${org}/search?q=get-sum`,
    shows: async (page, { path }) => {
      await expect(page.locator(`main a[href='/o/${path}/mcp-tools/get-sum']`)).toBeVisible();
    },
    acts: finds("search-label", "search-empty-title"),
  },
  {
    name: "the command palette",
    path: ({ path }) => `/o/${path}`,
    shows: (page) => expect(page.locator(".topbar__search")).toBeVisible(),
    acts: palette,
  },
];

/** A server with an MCP tool that was called once. */
async function prepare(page: Page, server: Server): Promise<void> {
  await server.offers("echo", "get-sum");
  await server.becomes("healthy");
  const call = { arguments: { message: "Saluti" } };
  const execution = await post(page, `${server.path}/mcp-tools/echo/calls`, call);
  expect((await ended(page, server.org, execution.id)).state).toBe("succeeded");
}

test("every page of a server is alive", async ({ page, strangers, register }) => {
  test.setTimeout(180_000);
  const server = await register((await strangers.keep(everything)).url);
  await prepare(page, server);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  for (const { name, path, shows, acts } of tabs) {
    await test.step(name, async () => {
      await open(page, path(server));
      await shows(page, server);
      // Lost when the page is loaded again.
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));
      await acts(page, server);
      expect(await page.evaluate(() => "sameDocument" in window), `${name} was loaded again`).toBe(true);
      expect(complaints.splice(0), `${name} complains`).toEqual([]);
    });
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("every page of a server shows what it is about", async ({ page, strangers, register }) => {
    const server = await register((await strangers.keep(everything)).url);
    await prepare(page, server);
    for (const { name, path, shows } of tabs) {
      await test.step(name, async () => {
        const answer = await page.goto(path(server));
        expect(answer?.status(), name).toBe(200);
        await shows(page, server);
      });
    }
  });
});
