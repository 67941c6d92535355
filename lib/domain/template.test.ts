import { describe, expect, it } from "vitest";
import { parseMarkdown, toPlainText } from "./markdown.ts";
import { checkTemplate, escapeMarkdown, fillTemplate } from "./template.ts";

describe("a template", () => {
  it("gets its values, in the places of its variables alone", () => {
    expect(fillTemplate("{{title}} on {{ page }}", { title: "$& {{page}}", page: "P" })).toBe("$& {{page}} on P");
  });

  it("leaves out a line of which nothing is left, and keeps empty ones", () => {
    expect(fillTemplate("a\n\n{{expected}}\nb {{expected}}", {})).toBe("a\n\nb ");
  });

  it("takes a value for words, never for marks, unless the value is Markdown itself", () => {
    const evil = "**x** [y](https://evil.example) <b> `c` # - 1.";
    const filled = fillTemplate(
      "{{title}}\n\n{{body}}",
      { title: evil, body: "**kept**" },
      { markdown: true, raw: ["body"] },
    );
    const [first, second] = parseMarkdown(filled);
    expect(toPlainText(first ? [first] : [])).toBe(evil);
    expect(first).toMatchObject({ kind: "paragraph", children: [{ kind: "text" }] });
    expect(second).toMatchObject({ children: [{ kind: "strong" }] });
    expect(toPlainText(parseMarkdown(escapeMarkdown("- a\\b")))).toBe("- a\\b");
  });

  it.each([["{{name}}"], ["{{title"], ["x }} y"], ["{{TITLE}}"], ["{{title | upper}}"], ["{{#if x}}"]])(
    "holds variables of its kind and nothing else: %s",
    (text) => {
      expect(() => checkTemplate("message", "body", text)).toThrow(/There are \{\{title\}\}/);
    },
  );

  it("may hold single braces", () => {
    expect(() => checkTemplate("incident", "body", "{a} {{components}} {{ expected }}")).not.toThrow();
  });
});
