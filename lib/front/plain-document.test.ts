import { describe, expect, it } from "vitest";
import { dropFrameworkScripts, UnfinishedDocument } from "./plain-document.ts";
import { Stylesheets } from "./stylesheets.ts";

const page = (body: string, head = "") => `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;

describe("a page without the framework", () => {
  it("keeps every word that people wrote, whatever it looks like", () => {
    const words = "<p>$RC( &lt;template id=&quot;B:0&quot;&gt; &lt;!--$?--&gt; self.__next_f &lt;script&gt;</p>";
    const flight = `<script>self.__next_f.push([1,"$RC(\\"B:0\\") \\u003c!--$?-->"])</script>`;
    expect(dropFrameworkScripts(page(words + flight))).toBe(page(words));
  });

  it("keeps links that are no scripts, in whatever order their attributes come", () => {
    const icon = '<link rel="icon" href="/icon.svg"/><link as="font" rel="preload" href="/f.woff2"/>';
    const scripts =
      '<link href="/a.js" as="script" rel="preload"/><link rel="preload" as="script" href="/b.js"/><link rel="modulepreload" href="/c.js"/>';
    expect(dropFrameworkScripts(page("", icon + scripts))).toBe(page("", icon));
  });

  it.each([
    ["a boundary that waits", page('<!--$?--><template id="B:0"></template>…<!--/$-->')],
    ["a boundary that failed", page('<!--$!--><template data-dgst="1"></template><!--/$-->')],
    ["a part that came late", page('<div hidden id="S:0">late</div>')],
    ["a late part's placeholder", page('<template id="P:1"></template>')],
    ["a script that moves parts", page('<script>$RC=function(a){};$RC("B:0","S:0")</script>')],
    ["a page that draws itself", page("").replace("<html>", '<html id="__next_error__">')],
    ["a page that was cut off", page("").slice(0, -3)],
  ])("is refused with %s", (_, html) => {
    expect(() => dropFrameworkScripts(html)).toThrow(UnfinishedDocument);
  });
});

describe("stylesheets", () => {
  const link = (href: string) => `<link rel="stylesheet" href="${href}" data-precedence="next"/>`;
  const sheets = (css: Record<string, string>, asked: string[] = []) =>
    new Stylesheets(async (href) => {
      asked.push(href);
      return css[href] ?? Promise.reject(new Error("There is no such sheet."));
    });

  it("are asked for once and written into every page", async () => {
    const asked: string[] = [];
    const styles = sheets({ "/_next/static/a.css": "a{b:$&}", "/_next/static/b.css?dpl=1&x=2": "b{}" }, asked);
    const html = page("", link("/_next/static/a.css") + link("/_next/static/b.css?dpl=1&amp;x=2"));
    const inline = page("", "<style>a{b:$&}</style><style>b{}</style>");
    expect(await styles.inline(html)).toBe(inline);
    expect(await styles.inline(html)).toBe(inline);
    expect(asked).toEqual(["/_next/static/a.css", "/_next/static/b.css?dpl=1&x=2"]);
  });

  it("that name parts of the page itself are written into it, too", async () => {
    const css = `a{fill:url(#b)}c{fill:url( "#d" )}e{background:url('data:image/svg+xml,x')}`;
    const html = page("", link("/_next/static/a.css"));
    expect(await sheets({ "/_next/static/a.css": css }).inline(html)).toBe(page("", `<style>${css}</style>`));
  });

  it("that mean something only in their own place, or are not ours, stay there", async () => {
    const styles = sheets({
      "/_next/static/a.css": "a{background:url(../media/x.png)}",
      "/_next/static/b.css": "</style>",
    });
    const html = page(
      "",
      link("/_next/static/a.css") + link("/_next/static/b.css") + link("https://cdn.example/c.css"),
    );
    expect(await styles.inline(html)).toBe(html);
  });

  it("that cannot be read are asked for again with the next page", async () => {
    const css: Record<string, string> = {};
    const styles = sheets(css);
    const html = page("", link("/_next/static/a.css"));
    await expect(styles.inline(html)).rejects.toThrow("no such sheet");
    css["/_next/static/a.css"] = "a{}";
    expect(await styles.inline(html)).toBe(page("", "<style>a{}</style>"));
  });
});
