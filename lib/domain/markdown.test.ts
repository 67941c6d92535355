import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, escapeHtml, parseMarkdown, toHtml, toPlainText, toSlackMrkdwn } from "./markdown.ts";

const html = (text: string) => toHtml(parseMarkdown(text));
const plain = (text: string) => toPlainText(parseMarkdown(text));
const slack = (text: string) => toSlackMrkdwn(parseMarkdown(text));

describe("parseMarkdown", () => {
  it("knows words, emphasis, code, links and breaks", () => {
    expect(parseMarkdown("a *b* **c** `d`\ne [f](https://x.test/)")).toEqual([
      {
        kind: "paragraph",
        children: [
          { kind: "text", text: "a " },
          { kind: "emphasis", children: [{ kind: "text", text: "b" }] },
          { kind: "text", text: " " },
          { kind: "strong", children: [{ kind: "text", text: "c" }] },
          { kind: "text", text: " " },
          { kind: "code", text: "d" },
          { kind: "break" },
          { kind: "text", text: "e " },
          { kind: "link", href: "https://x.test/", children: [{ kind: "text", text: "f" }] },
        ],
      },
    ]);
  });

  it("makes a heading a bold paragraph, bold once", () => {
    const bold = [{ kind: "paragraph", children: [{ kind: "strong", children: [{ kind: "text", text: "Now" }] }] }];
    expect(parseMarkdown("# Now")).toEqual(bold);
    expect(parseMarkdown("## **Now**")).toEqual(bold);
  });

  it("links to http, https and mailto only; of all else the words stay", () => {
    for (const href of ["https://x.test/", "http://x.test/", "mailto:a@x.test"])
      expect(html(`[w](${href})`)).toContain(`<a href="${href}"`);
    for (const href of [
      "javascript:alert(1)",
      "JaVaScRiPt:1",
      "data:text/html,x",
      "//x.test",
      "/admin",
      "ftp://x.test",
      "https://",
      "https://[",
      "vbscript:x",
      "java&#x09;script:1",
    ]) {
      expect(html(`[w](${href})`)).toBe("<p>w</p>");
    }
  });

  it("follows a link written elsewhere in the text, the first if there are two", () => {
    expect(html("[w][1]\n\n[1]: https://x.test/\n[1]: https://y.test/")).toContain('href="https://x.test/"');
    expect(html("[w][1]\n\n[1]: javascript:alert(1)")).toBe("<p>w</p>");
  });

  it("gives a link without words its address", () => {
    expect(plain("[](https://x.test/)")).toBe("https://x.test/");
  });

  it("takes raw HTML as text and an image as its description", () => {
    expect(html("<script>alert(1)</script>")).toBe("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    expect(html("a <b onclick=x>c</b>")).toBe("<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>");
    expect(html("![a graph](https://x.test/g.png) ![b][1]\n\n[1]: https://x.test/")).toBe("<p>a graph b</p>");
  });

  it("takes absurd nesting as plain words, quickly", () => {
    for (const text of [
      ">".repeat(19_000),
      "- ".repeat(9_000),
      "1. ".repeat(6_000),
      "*_".repeat(5_000),
      "\t- ".repeat(3_000),
      `${"\t".repeat(13)}- `,
    ]) {
      const [block, ...rest] = parseMarkdown(`${text}end\nhere`);
      expect(rest).toEqual([]);
      expect(block).toMatchObject({
        kind: "paragraph",
        children: [{ text: `${text}end` }, { kind: "break" }, { text: "here" }],
      });
    }
    expect(parseMarkdown("> - > - nested\n\n      indented")[0]?.kind).toBe("quote");
  });
});

describe("toHtml", () => {
  it("draws lists, quotes and code", () => {
    expect(html("- a\n- b\n  - c")).toBe("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>");
    expect(html("3. a\n4. b")).toBe('<ol start="3"><li>a</li><li>b</li></ol>');
    expect(html("1. a")).toBe("<ol><li>a</li></ol>");
    expect(html("> a\n\n```sh\nx < y\n```\n\n---")).toBe(
      "<blockquote><p>a</p></blockquote><pre><code>x &lt; y</code></pre>",
    );
    expect(html("-\n- ```\n  x\n  ```")).toBe("<ul><li></li><li><pre><code>x</code></pre></li></ul>");
  });

  it("marks links as the operator's, and cannot be broken out of", () => {
    expect(html('[a"b](https://x.test/?q="&r=\'<i>)')).toBe(
      '<p><a href="https://x.test/?q=&quot;&amp;r=&#39;&lt;i&gt;" rel="nofollow ugc noopener">a&quot;b</a></p>',
    );
  });
});

describe("toPlainText", () => {
  it("reads as a mail without any marks", () => {
    const text =
      "# Now\n\nWe are *looking*.\nSee [the page](https://x.test/) or <https://y.test/>.\n\n2. one\n3. two\n\n> said\n\n- a\n\n  b";
    expect(plain(text)).toBe(
      "Now\n\nWe are looking.\nSee the page (https://x.test/) or https://y.test/.\n\n2. one\n3. two\n\n> said\n\n- a\n  b",
    );
  });
});

describe("toSlackMrkdwn", () => {
  it("writes Slack's dialect", () => {
    expect(
      slack("# Now\n\n*a* **b** `c`\n\n- d\n  - e\n\n1. f\n\n> g\n\n```\nh\n```\n\n[i](https://x.test/?a=1&b=2)"),
    ).toBe("*Now*\n\n_a_ *b* `c`\n\n• d\n    • e\n\n1. f\n\n> g\n\n```h```\n\n<https://x.test/?a=1&amp;b=2|i>");
  });

  it("cannot call anyone, nor be given another link", () => {
    expect(slack("<!channel> <@U1> & `<!here>`")).toBe("&lt;!channel&gt; &lt;@U1&gt; &amp; `&lt;!here&gt;`");
    expect(slack("[a|b\nc>](https://x.test/|y>z)")).toBe("<https://x.test/%7Cy&gt;z|a¦b c&gt;>");
  });
});

describe("for any text", () => {
  const pieces = fc.constantFrom(
    "a",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "[",
    "]",
    "(",
    ")",
    "](https://x.test/",
    "](javascript:",
    "<",
    ">",
    "<!channel>",
    "<b>",
    "!",
    "&",
    '"',
    "'",
    "|",
    "\\",
    "    ",
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 60 }).map((all) => all.join("")),
    fc.string({ unit: "binary" }),
  );

  it("makes HTML of known tags only, all of them closed", () => {
    const TAG =
      /<(\/?)(p|ul|ol|li|blockquote|pre|code|strong|em|br|a)(?: href="(?:https?:\/\/|mailto:)[^"<>]*" rel="nofollow ugc noopener"| start="\d+")?>/g;
    fc.assert(
      fc.property(texts, (text) => {
        const made = html(text);
        expect(made.replace(TAG, "")).not.toMatch(/[<>"']/);
        const open: string[] = [];
        for (const [, closing, tag] of made.matchAll(TAG)) {
          if (closing) expect(open.pop()).toBe(tag);
          else if (tag !== "br") open.push(tag as string);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("makes Slack text whose only brackets are links of its own", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const rest = slack(text).replace(/<(?:https?:\/\/|mailto:)[^<>|]*\|[^<>|\n]*>/g, "");
        // A bare ">" is the mark of a quote, always with a space.
        expect(rest).not.toMatch(/<|>(?! )|&(?!amp;|lt;|gt;)/);
      }),
      { numRuns: 1_000 },
    );
  });

  it("loses no word in any form", () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(fc.constantFrom(" ", "\n", "\n\n", "\n- ", "\n> ", " **", "_ ")),
        (words, between) => {
          const text = words.map((one) => one + between.next().value).join("");
          for (const form of [html(text), plain(text), slack(text)]) {
            for (const one of words) expect(form).toContain(one);
          }
        },
      ),
    );
  });
});

describe("escapeHtml", () => {
  it("escapes what has a meaning in HTML, in words and in attributes", () => {
    expect(escapeHtml(`<a href="x" y='z'>&amp;`)).toBe("&lt;a href=&quot;x&quot; y=&#39;z&#39;&gt;&amp;amp;");
    const block: Block = { kind: "code", text: "</code>" };
    expect(toHtml([block])).toBe("<pre><code>&lt;/code&gt;</code></pre>");
  });
});
