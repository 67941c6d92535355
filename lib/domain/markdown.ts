import type { Definition, PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

/** Text inside a block. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "break" }
  | { kind: "strong" | "emphasis"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] };

/** What operators' text can hold: a closed list. Raw HTML is text, images are their description. */
export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "quote"; children: Block[] }
  /** `start`: the number of the first item; 1 when not ordered. */
  | { kind: "list"; ordered: boolean; start: number; items: Block[][] };

/**
 * Reads Markdown (CommonMark) into blocks.
 *
 * Lines break where they were broken: operators type into a plain field. Links
 * lead to http, https and mailto only; others stay as their words. Text nested
 * beyond all reason is taken as plain words.
 */
export function parseMarkdown(text: string): Block[] {
  if (isTooDeep(text)) return text.split(/\n{2,}/).map((words) => ({ kind: "paragraph", children: lines(words) }));
  const { children } = fromMarkdown(text);
  const definitions = new Map<string, string>();
  for (const node of children.filter((child): child is Definition => child.type === "definition")) {
    if (!definitions.has(node.identifier)) definitions.set(node.identifier, node.url);
  }
  return children.flatMap((child) => blockOf(child, definitions));
}

type Definitions = ReadonlyMap<string, string>;

const CONTAINERS = /^(?:[ \t]|>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/;
const WIDEST_NESTING = 48;
const MOST_DELIMITERS = 2_000;

/** The parser takes seconds over a few thousand nested quotes, lists or emphases, and its tree outgrows the stack. */
function isTooDeep(text: string): boolean {
  if ((text.match(/[*_]/g) ?? []).length > MOST_DELIMITERS) return true;
  return text.split("\n").some((line) => {
    const nesting = CONTAINERS.exec(line)?.[0].trimEnd() ?? "";
    return nesting.replaceAll("\t", "    ").length > WIDEST_NESTING;
  });
}

function blockOf(node: RootContent, definitions: Definitions): Block[] {
  const inlines = (children: PhrasingContent[]) => children.flatMap((child) => inlineOf(child, definitions));
  const blocks = (children: RootContent[]) => children.flatMap((child) => blockOf(child, definitions));
  switch (node.type) {
    case "paragraph":
      return [{ kind: "paragraph", children: inlines(node.children) }];
    case "heading": {
      const plain = node.children.flatMap((child) => (child.type === "strong" ? child.children : child));
      return [{ kind: "paragraph", children: [{ kind: "strong", children: inlines(plain) }] }];
    }
    case "blockquote":
      return [{ kind: "quote", children: blocks(node.children) }];
    case "list": {
      const items = node.children.map((item) => blocks(item.children));
      return [{ kind: "list", ordered: node.ordered === true, start: node.start ?? 1, items }];
    }
    case "code":
      return [{ kind: "code", text: node.value }];
    case "html":
      return [{ kind: "paragraph", children: lines(node.value) }];
    default:
      return [];
  }
}

function inlineOf(node: PhrasingContent, definitions: Definitions): Inline[] {
  switch (node.type) {
    case "text":
    case "html":
      return lines(node.value);
    case "inlineCode":
      return [{ kind: "code", text: node.value }];
    case "break":
      return [{ kind: "break" }];
    case "strong":
    case "emphasis":
      return [{ kind: node.type, children: node.children.flatMap((child) => inlineOf(child, definitions)) }];
    case "link":
    case "linkReference": {
      const href = node.type === "link" ? node.url : (definitions.get(node.identifier) ?? "");
      const children = node.children.flatMap((child) => inlineOf(child, definitions));
      if (!isSafeLink(href)) return children;
      return [{ kind: "link", href, children: children.length > 0 ? children : lines(href) }];
    }
    case "image":
    case "imageReference":
      return lines(node.alt ?? "");
    default:
      return [];
  }
}

function lines(text: string): Inline[] {
  return text.split("\n").flatMap((line, i): Inline[] => {
    const words: Inline[] = line === "" ? [] : [{ kind: "text", text: line }];
    return i === 0 ? words : [{ kind: "break" }, ...words];
  });
}

function isSafeLink(url: string): boolean {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(url) && URL.canParse(url);
}

/** For the text part of a mail and for one-line summaries. */
export function toPlainText(blocks: readonly Block[]): string {
  return blocks.map(plainBlock).join("\n\n");
}

function plainBlock(block: Block): string {
  if (block.kind === "paragraph") return plainInline(block.children);
  if (block.kind === "code") return block.text;
  if (block.kind === "quote") return toPlainText(block.children).replace(/^/gm, "> ");
  return block.items
    .map((item, i) => `${block.ordered ? `${block.start + i}.` : "-"} ${toPlainText(item).replace(/\n+/g, "\n  ")}`)
    .join("\n");
}

function plainInline(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (child.kind === "break") return "\n";
      if (child.kind === "text" || child.kind === "code") return child.text;
      const words = plainInline(child.children);
      return child.kind === "link" && child.href !== words ? `${words} (${child.href})` : words;
    })
    .join("");
}

const HTML: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character] as string);
}

/** HTML with nothing in it but what the closed list allows, escaped throughout. */
export function toHtml(blocks: readonly Block[]): string {
  return blocks.map(htmlBlock).join("");
}

function htmlBlock(block: Block): string {
  if (block.kind === "paragraph") return `<p>${htmlInline(block.children)}</p>`;
  if (block.kind === "code") return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
  if (block.kind === "quote") return `<blockquote>${toHtml(block.children)}</blockquote>`;
  const items = block.items.map((item) => `<li>${htmlItem(item)}</li>`).join("");
  if (!block.ordered) return `<ul>${items}</ul>`;
  return block.start === 1 ? `<ol>${items}</ol>` : `<ol start="${block.start}">${items}</ol>`;
}

/** An item begins with its words themselves: mail programs put a gap around a paragraph in a list. */
function htmlItem([first, ...rest]: readonly Block[]): string {
  if (first?.kind !== "paragraph") return first ? toHtml([first, ...rest]) : "";
  return htmlInline(first.children) + toHtml(rest);
}

function htmlInline(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (child.kind === "text") return escapeHtml(child.text);
      if (child.kind === "break") return "<br>";
      if (child.kind === "code") return `<code>${escapeHtml(child.text)}</code>`;
      if (child.kind === "link") {
        return `<a href="${escapeHtml(child.href)}" rel="nofollow ugc noopener">${htmlInline(child.children)}</a>`;
      }
      const tag = child.kind === "strong" ? "strong" : "em";
      return `<${tag}>${htmlInline(child.children)}</${tag}>`;
    })
    .join("");
}

/** Text for Slack: `&`, `<` and `>` escaped, so that nothing in it can ping or link by itself. */
export function escapeSlack(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Slack's own dialect, with every word of the operator escaped. */
export function toSlackMrkdwn(blocks: readonly Block[]): string {
  return blocks.map(slackBlock).join("\n\n");
}

function slackBlock(block: Block): string {
  if (block.kind === "paragraph") return slackInline(block.children);
  if (block.kind === "code") return `\`\`\`${escapeSlack(block.text)}\`\`\``;
  if (block.kind === "quote") return toSlackMrkdwn(block.children).replace(/^/gm, "> ");
  return block.items
    .map((item, i) => `${block.ordered ? `${block.start + i}.` : "•"} ${toSlackMrkdwn(item).replace(/\n+/g, "\n    ")}`)
    .join("\n");
}

function slackInline(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (child.kind === "text") return escapeSlack(child.text);
      if (child.kind === "break") return "\n";
      if (child.kind === "code") return `\`${escapeSlack(child.text)}\``;
      if (child.kind === "link")
        return `<${escapeSlack(child.href).replaceAll("|", "%7C")}|${slackLabel(child.children)}>`;
      return child.kind === "strong" ? `*${slackInline(child.children)}*` : `_${slackInline(child.children)}_`;
    })
    .join("");
}

/** Inside Slack's `<address|words>` neither a bar nor a line break may stand. */
function slackLabel(children: readonly Inline[]): string {
  return slackInline(children).replaceAll("|", "¦").replaceAll("\n", " ");
}
