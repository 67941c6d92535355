import type { Block, Inline } from "#lib/domain/markdown.ts";

/** How a channel writes what operators' text can hold. `text` escapes; the others are given what is escaped already. */
export type Dialect = {
  text(words: string): string;
  code(words: string): string;
  codeBlock(words: string): string;
  strong(inner: string): string;
  emphasis(inner: string): string;
  link(inner: string, href: string): string;
  quote(inner: string): string;
  bullet: string;
};

/** The blocks in the dialect. */
export function inDialect(blocks: readonly Block[], dialect: Dialect): string {
  return blocks.map((block) => blockIn(block, dialect)).join("\n\n");
}

function blockIn(block: Block, dialect: Dialect): string {
  if (block.kind === "paragraph") return inlinesIn(block.children, dialect);
  if (block.kind === "code") return dialect.codeBlock(block.text);
  if (block.kind === "quote") return dialect.quote(inDialect(block.children, dialect));
  return block.items
    .map((item, i) => {
      const mark = block.ordered ? dialect.text(`${block.start + i}.`) : dialect.bullet;
      return `${mark} ${inDialect(item, dialect).replace(/\n+/g, "\n  ")}`;
    })
    .join("\n");
}

function inlinesIn(children: readonly Inline[], dialect: Dialect): string {
  return children
    .map((child) => {
      if (child.kind === "text") return dialect.text(child.text);
      if (child.kind === "break") return "\n";
      if (child.kind === "code") return dialect.code(child.text);
      const inner = inlinesIn(child.children, dialect);
      if (child.kind === "link") return dialect.link(inner, child.href);
      return child.kind === "strong" ? dialect.strong(inner) : dialect.emphasis(inner);
    })
    .join("");
}

/**
 * "@here" and "@name" with a sign between that nobody sees: programs that look for names in plain text find none.
 * Mail addresses stay as they are.
 */
export function withoutMentions(text: string): string {
  return text.replace(/(^|[^\p{L}\p{N}._+-])@(?=[\p{L}\p{N}_])/gu, "$1@\u2060");
}
