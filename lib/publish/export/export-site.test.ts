import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLog } from "#lib/log.ts";
import { bucketTarget } from "./bucket.ts";
import { SiteExport } from "./export-site.ts";
import { folderTarget } from "./folder.ts";
import { followSite } from "./follow.ts";
import { formsOf, isPlainPath, linksIn } from "./site.ts";

const LOG = createLog("silent", "test");

type Served = Record<string, string>;
type Site = {
  url: string;
  pages: Served;
  asked: string[];
  tell(): void;
  fast: boolean /** The status it answers with, as a private page; 0: it is public. */;
  private: number;
};

const html = (words: string) =>
  `<!DOCTYPE html><html><head><link rel="icon" href="/icon.svg"/></head><body><a href="/incidents/open00000000">${words}</a><a href="/console">x</a></body></html>`;

function sitemap(paths: Record<string, string>): string {
  const urls = Object.entries(paths).map(
    ([path, at]) => `<url><loc>https://status.example.test${path}</loc>${at && `<lastmod>${at}</lastmod>`}</url>`,
  );
  return `<urlset>${urls.join("\n")}</urlset>`;
}

const BEFORE = { "/": "", "/history": "", "/incidents/open00000000": "1", "/incidents/past00000000": "1" };

/** A running page: answers with ETags, tells of changes, and says "too fast" once in a while. */
async function startSite(): Promise<Site> {
  const listeners = new Set<(text: string) => void>();
  let count = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream" }).write(": hello\n\n");
      listeners.add((text) => response.write(text));
      return;
    }
    site.asked.push(path);
    if (site.private !== 0) {
      response.writeHead(site.private, { "cache-control": "private, no-store" }).end(site.pages[path]);
      return;
    }
    count += 1;
    if (!site.fast && count % 5 === 0) return void response.writeHead(429, { "retry-after": "0" }).end();
    const text = site.pages[path];
    if (text === undefined) return void response.writeHead(404).end("none");
    const etag = `"${Buffer.from(text).toString("base64url").slice(-20)}${text.length}"`;
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
    const type = text.startsWith("<!DOCTYPE") ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
    response.writeHead(200, { "content-type": type, etag, "cache-control": "public, max-age=5" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const site: Site = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    asked: [],
    fast: false,
    private: 0,
    tell: () => listeners.forEach((say) => void say('event: change\ndata: {"version":2}\n\n')),
    pages: {
      "/": html("All is well"),
      "/incidents/open00000000": html("Open"),
      "/incidents/open00000000.json": '{"id":"open00000000"}',
      "/api/v2/incidents/open00000000.json": "{}",
      "/incidents/past00000000": html("Past"),
      "/api/v2/summary.json": `{"page":"${"x".repeat(2_000)}"}`,
      "/history.rss": "<rss/>",
      "/icon.svg": "<svg/>",
      "/history": '<!DOCTYPE html><a href="/history/2026-10">October</a>',
      "/history/2026-10": '<!DOCTYPE html><a href="/history/2026-09">September</a>',
      "/history/2026-09": '<!DOCTYPE html><a href="/history/2026-10">October</a>',
      "/sitemap.xml": sitemap(BEFORE),
    },
  };
  return site;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "pulsepage-export-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe("An export to a folder", () => {
  it("holds every page and document under its own address, with compressed twins, and nothing of the operators'", async () => {
    const [site, out] = [await startSite(), folder()];
    const done = await new SiteExport(site.url, folderTarget(out), LOG).round();
    expect(done.missed).toEqual([]);
    const read = (file: string) => readFileSync(join(out, file), "utf8");
    expect(read("index.html")).toBe(site.pages["/"]);
    expect(read("incidents/open00000000/index.html")).toBe(site.pages["/incidents/open00000000"]);
    expect(read("history/2026-09/index.html")).toContain("October");
    for (const path of ["/api/v2/summary.json", "/incidents/open00000000.json", "/history.rss", "/icon.svg"]) {
      expect(read(path)).toBe(site.pages[path]);
    }
    const zipped = (ending: string) => readFileSync(join(out, `api/v2/summary.json${ending}`));
    expect(gunzipSync(zipped(".gz")).toString()).toBe(site.pages["/api/v2/summary.json"]);
    expect(brotliDecompressSync(zipped(".br")).toString()).toBe(site.pages["/api/v2/summary.json"]);
    expect(site.asked).not.toContain("/console");
  });

  it("takes up what changed and takes away what is gone, and leaves closed incidents alone", async () => {
    const [site, out] = [await startSite(), folder()];
    const target = new SiteExport(site.url, folderTarget(out), LOG);
    await target.round();
    site.pages["/"] = html("Something is wrong");
    delete site.pages["/history.rss"];
    delete site.pages["/incidents/open00000000"];
    site.pages["/sitemap.xml"] = sitemap({
      "/": "",
      "/history": "",
      "/incidents/past00000000": "1",
      "/incidents/new000000000": "2",
    });
    site.pages["/incidents/new000000000"] = html("New");
    site.asked.length = 0;
    const done = await target.round();
    expect(readFileSync(join(out, "index.html"), "utf8")).toContain("Something is wrong");
    expect(existsSync(join(out, "incidents/new000000000/index.html"))).toBe(true);
    for (const gone of ["incidents/open00000000/index.html", "incidents/open00000000.json", "history.rss"]) {
      expect([gone, existsSync(join(out, gone))]).toEqual([gone, false]);
    }
    expect(existsSync(join(out, "incidents/past00000000/index.html"))).toBe(true);
    expect(existsSync(join(out, "history/2026-09/index.html"))).toBe(true);
    expect(site.asked).not.toContain("/incidents/past00000000");
    expect(done.removed).toBe(4);
  });

  it("keeps what is there while the page is out of reach", async () => {
    const [site, out] = [await startSite(), folder()];
    await new SiteExport(site.url, folderTarget(out), LOG).round();
    await expect(new SiteExport("http://127.0.0.1:1", folderTarget(out), LOG).round()).rejects.toThrow();
    expect(existsSync(join(out, "index.html"))).toBe(true);
  });

  it.each([401, 200])(
    "takes its copy away when the page becomes private, even where we are let in (%d)",
    async (status) => {
      const [site, out] = [await startSite(), folder()];
      const earlier = new SiteExport(site.url, folderTarget(out), LOG);
      await earlier.round();
      expect(existsSync(join(out, "history.rss"))).toBe(true);
      site.private = status;
      for (const one of [earlier, new SiteExport(site.url, folderTarget(out), LOG)])
        expect(await one.round()).toMatchObject({ written: 0, isPrivate: true });
      expect(
        readdirSync(out, { recursive: true, withFileTypes: true }).filter(
          (one) => one.isFile() && !one.name.startsWith("."),
        ),
      ).toEqual([]);
    },
  );

  it("does not touch a folder that holds something else", async () => {
    const [site, out] = [await startSite(), folder()];
    writeFileSync(join(out, "letters.txt"), "mine");
    await expect(new SiteExport(site.url, folderTarget(out), LOG).round()).rejects.toThrow(/holds other files/);
    expect(existsSync(join(out, "index.html"))).toBe(false);
  });

  it("follows the page: a change that is told of is soon there", async () => {
    const [site, out] = [await startSite(), folder()];
    site.fast = true;
    const following = followSite(site.url, new SiteExport(site.url, folderTarget(out), LOG), LOG);
    const holds = (words: string) =>
      expect
        .poll(() => existsSync(join(out, "index.html")) && readFileSync(join(out, "index.html"), "utf8"), {
          timeout: 25_000,
        })
        .toContain(words);
    await holds("All is well");
    site.pages["/"] = html("Something is wrong");
    site.tell();
    await holds("Something is wrong");
    await following.stop();
  });
});

describe("An export to a bucket", () => {
  it("puts each file with its type, signed, under the names by which it is served, and takes away what is gone", async () => {
    const site = await startSite();
    const kept = new Map<string, { type: string | undefined; text: string }>();
    const unsigned: string[] = [];
    const store = createServer(async (request, response) => {
      const key = request.url ?? "";
      const text = Buffer.concat(await request.toArray()).toString();
      if (!/^AWS4-HMAC-SHA256 Credential=KEY\/\d{8}\/eu-test-1\/s3\//.test(request.headers.authorization ?? ""))
        unsigned.push(key);
      if (request.method === "PUT") kept.set(key, { type: request.headers["content-type"], text });
      if (request.method === "DELETE") kept.delete(key);
      const found = kept.get(key);
      response.writeHead(request.method !== "GET" || found ? 200 : 404).end(found?.text);
    });
    await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void store.close());
    const { port } = store.address() as { port: number };
    const address = `s3://KEY:a%2Fsecret@127.0.0.1:${port}/pages/status?region=eu-test-1&tls=off`;
    expect(bucketTarget(address).name).not.toContain("secret");
    await new SiteExport(site.url, bucketTarget(address), LOG).round();
    const page = { type: "text/html; charset=utf-8", text: site.pages["/incidents/past00000000"] };
    expect(kept.get("/pages/status/incidents/past00000000")).toEqual(page);
    expect(kept.get("/pages/status/incidents/past00000000/index.html")).toEqual(page);
    expect(kept.get("/pages/status/index.html")?.text).toBe(site.pages["/"]);
    expect(kept.get("/pages/status/history.rss")?.type).toBe("application/json; charset=utf-8");
    delete site.pages["/history.rss"];
    await new SiteExport(site.url, bucketTarget(address), LOG).round();
    expect(kept.has("/pages/status/history.rss")).toBe(false);
    expect(unsigned).toEqual([]);
  });

  it.each(["s3://host/bucket", "s3://k:s@host", "s3:nothing"])("refuses the address %s in words", (address) => {
    expect(() => bucketTarget(address)).toThrow(/A bucket's address is/);
  });
});

describe("What a site consists of", () => {
  it("never leads out of a folder", () => {
    for (const path of ["/a/../b", "/.hidden", "//x", "/a//b", "/a\\b", "/a/..", "/%2e%2e/x"])
      expect([path, isPlainPath(path)]).toEqual([path, false]);
    for (const path of ["/", "/a.json", "/a/b", "/_next/static/chunks/0~a.js"])
      expect([path, isPlainPath(path)]).toEqual([path, true]);
    expect(linksIn('<a href="/x?y#z"><img src="/../a"><a href="https://other/">')).toEqual(["/x"]);
  });

  it("has planned work among the incidents too", () => {
    expect(formsOf("/maintenance/a00000000000")).toContain("/incidents/a00000000000");
    expect(formsOf("/history")).toEqual([]);
  });
});
