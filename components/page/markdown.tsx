import { createElement, Fragment, type ReactNode } from "react";
import { type Block, type Inline, parseMarkdown } from "#lib/domain/markdown.ts";

/** Operators' text as elements of a closed list. Nothing of it is ever taken as HTML. */
export function Markdown({ text }: { text: string }) {
  return <div className="md">{inOrder(parseMarkdown(text).map(drawBlock))}</div>;
}

/** Children that never change their order need no keys when they are given as arguments. */
function inOrder(children: ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...children);
}

function drawBlock(block: Block): ReactNode {
  if (block.kind === "code") {
    return (
      <pre>
        <code>{block.text}</code>
      </pre>
    );
  }
  if (block.kind === "quote") return <blockquote>{inOrder(block.children.map(drawBlock))}</blockquote>;
  if (block.kind === "list") {
    const items = inOrder(block.items.map((item) => createElement("li", null, ...item.map(drawBlock))));
    return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
  }
  return <p>{inOrder(block.children.map(drawInline))}</p>;
}

function drawInline(child: Inline): ReactNode {
  if (child.kind === "text") return child.text;
  if (child.kind === "break") return <br />;
  if (child.kind === "code") return <code>{child.text}</code>;
  const inside = inOrder(child.children.map(drawInline));
  if (child.kind === "link") {
    return (
      <a href={child.href} rel="nofollow ugc noopener">
        {inside}
      </a>
    );
  }
  return child.kind === "strong" ? <strong>{inside}</strong> : <em>{inside}</em>;
}
