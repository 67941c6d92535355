import { execFile } from "node:child_process";
import { promisify } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "@playwright/test";
import lighthouse from "lighthouse";
import { freePort } from "./product.ts";

/** How a page is looked at. Colours hang on the scheme alone, and a narrow page is hardest from right to left. */
const VIEWS = [
  { colorScheme: "light", width: 1280, dir: "ltr" },
  { colorScheme: "dark", width: 1280, dir: "rtl" },
  { colorScheme: "light", width: 390, dir: "rtl" },
] as const;
/** What is left of 1280 at 200 % and at 400 % (WCAG 2.2, 1.4.10). */
const ZOOMED = [640, 320];

const isWider = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** What keeps anybody from reading the pages: in light and dark, in both directions, on a phone, enlarged. */
export async function barriersOn(browser: Browser, url: string, paths: readonly string[]): Promise<object[]> {
  const page = await (await browser.newContext()).newPage();
  const found: object[] = [];
  for (const path of paths) {
    await page.goto(`${url}${path}`);
    for (const { colorScheme, width, dir } of VIEWS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((to) => document.documentElement.setAttribute("dir", to), dir);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const view = `${path} ${colorScheme} ${width} ${dir}`;
      for (const { id, nodes } of violations) found.push({ view, id, at: nodes.map(({ html }) => html) });
      if (await isWider(page)) found.push({ view, id: "scrolls sideways" });
    }
    await page.evaluate(() => document.documentElement.setAttribute("dir", "ltr"));
    for (const width of ZOOMED) {
      await page.setViewportSize({ width, height: 450 });
      if (await isWider(page)) found.push({ view: `${path} ${width}`, id: "scrolls sideways" });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    if (await isWider(page)) found.push({ view: `${path} letters of twice the size`, id: "scrolls sideways" });
  }
  await page.context().close();
  return found;
}

/** Walks the page with the tab key. @returns what was reached, in order, and what of it does not show that it is. */
export async function walkByKeyboard(page: Page): Promise<{ reached: string[]; unseen: string[]; expected: string[] }> {
  const expected = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("a[href], button, summary, input:not([type=hidden]), select")]
      .filter((one) => one.checkVisibility())
      .map((one) => one.textContent || one.getAttribute("name") || ""),
  );
  const reached: string[] = [];
  const unseen: string[] = [];
  for (const _ of expected) {
    await page.keyboard.press("Tab");
    const { words, isSeen } = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const isSeen = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      return { words: at.textContent || at.getAttribute("name") || "", isSeen };
    });
    reached.push(words);
    if (!isSeen) unseen.push(words);
  }
  return { reached, unseen, expected };
}

/** The page as a text browser shows it, its lines trimmed. */
export async function asText(url: string): Promise<string> {
  const { stdout } = await promisify(execFile)("lynx", ["-dump", "-nolist", "-width=200", url]);
  return stdout.replace(/^ +/gm, "").replace(/\n{2,}/g, "\n");
}

const CATEGORIES = ["accessibility", "best-practices", "seo"];
const TRIES = 3;

/**
 * What Lighthouse says of pages on a phone, of 100, without its figure of speed: that one depends on what else the
 * machine does, and is measured by `npm run bench -- page`.
 */
export async function lighthouseOf(urls: readonly string[]): Promise<Record<string, number>[]> {
  return withBrowser(async (port) => {
    const scores: Record<string, number>[] = [];
    for (const url of urls)
      scores.push(await scoresOf(url, { port, onlyCategories: CATEGORIES, throttling: "provided" }));
    return scores;
  });
}

/** Lighthouse's figure of speed, of 100, on a phone with a slow network and processor; other load spoils it. */
export async function scoreOfSpeed(url: string): Promise<number> {
  const asked = { onlyCategories: ["performance"], throttling: "simulate" } as const;
  return withBrowser(async (port) => (await scoresOf(url, { port, ...asked })).performance ?? 0);
}

async function withBrowser<T>(work: (port: number) => Promise<T>): Promise<T> {
  const port = await freePort();
  const args = [`--remote-debugging-port=${port}`, "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  try {
    return await work(port);
  } finally {
    await browser.close();
  }
}

type How = { port: number; onlyCategories: readonly string[]; throttling: "provided" | "simulate" };

/** @throws when Lighthouse cannot load the page in three tries, with its reason. */
async function scoresOf(url: string, { port, onlyCategories, throttling }: How): Promise<Record<string, number>> {
  const settings = { onlyCategories: [...onlyCategories], throttlingMethod: throttling };
  for (let tried = 1; ; tried += 1) {
    const result = await lighthouse(url, { port, logLevel: "silent", ...settings });
    const { runtimeError, categories = {} } = result?.lhr ?? {};
    const scores = Object.entries(categories).map(([name, { score }]) => [name, Math.round(100 * (score ?? 0))]);
    if (runtimeError === undefined && result) return Object.fromEntries(scores);
    if (tried === TRIES) throw new Error(`Lighthouse could not load ${url}: ${runtimeError?.message}`);
  }
}
