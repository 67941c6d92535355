import type { Nodes, PhrasingContent, RootContent } from "mdast";
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
  | { kind: "list"; ordered: boolean; items: Block[][] };

/** Reads Markdown (CommonMark) into blocks. Links lead to http, https and mailto only; others stay as their words. */
export function parseMarkdown(text: string): Block[] {
  return fromMarkdown(text).children.flatMap(blockOf);
}

function blockOf(node: RootContent): Block[] {
  switch (node.type) {
    case "paragraph":
      return [{ kind: "paragraph", children: node.children.flatMap(inlineOf) }];
    case "heading":
      return [{ kind: "paragraph", children: [{ kind: "strong", children: node.children.flatMap(inlineOf) }] }];
    case "blockquote":
      return [{ kind: "quote", children: node.children.flatMap(blockOf) }];
    case "list":
      return [
        {
          kind: "list",
          ordered: node.ordered === true,
          items: node.children.map((item) => item.children.flatMap(blockOf)),
        },
      ];
    case "code":
      return [{ kind: "code", text: node.value }];
    case "html":
      return [{ kind: "paragraph", children: [{ kind: "text", text: node.value }] }];
    default:
      return [];
  }
}

function inlineOf(node: PhrasingContent): Inline[] {
  switch (node.type) {
    case "text":
    case "html":
      return [{ kind: "text", text: node.value }];
    case "inlineCode":
      return [{ kind: "code", text: node.value }];
    case "break":
      return [{ kind: "break" }];
    case "strong":
    case "emphasis":
      return [{ kind: node.type, children: node.children.flatMap(inlineOf) }];
    case "link": {
      const children = node.children.flatMap(inlineOf);
      return isSafeLink(node.url) ? [{ kind: "link", href: node.url, children }] : children;
    }
    case "image":
      return [{ kind: "text", text: node.alt ?? "" }];
    default:
      return "children" in (node as Nodes) ? (node as { children: PhrasingContent[] }).children.flatMap(inlineOf) : [];
  }
}

function isSafeLink(url: string): boolean {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(url);
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
    .map((item, i) => `${block.ordered ? `${i + 1}.` : "-"} ${toPlainText(item).replace(/\n+/g, "\n  ")}`)
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
  const tag = block.ordered ? "ol" : "ul";
  return `<${tag}>${block.items.map((item) => `<li>${toHtml(item)}</li>`).join("")}</${tag}>`;
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
  return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : "•"} ${toSlackMrkdwn(item)}`).join("\n");
}

function slackInline(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (child.kind === "text") return escapeSlack(child.text);
      if (child.kind === "break") return "\n";
      if (child.kind === "code") return `\`${escapeSlack(child.text)}\``;
      if (child.kind === "link")
        return `<${escapeSlack(child.href).replaceAll("|", "%7C")}|${slackInline(child.children).replaceAll("|", "¦")}>`;
      return child.kind === "strong" ? `*${slackInline(child.children)}*` : `_${slackInline(child.children)}_`;
    })
    .join("");
}
