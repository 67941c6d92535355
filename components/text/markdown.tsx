import type { ReactNode } from "react";
import type { Block, Inline } from "#lib/domain/markdown.ts";

/** Operators' text as elements of its closed list; nothing in it is taken as HTML. `lang`: where it is another than around it. */
export function Markdown({ blocks, lang }: { blocks: readonly Block[]; lang?: string | undefined }) {
  return (
    <div className="md" dir="auto" lang={lang}>
      {blocks.map(drawBlock)}
    </div>
  );
}

function drawBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return <p key={key}>{block.children.map(drawInline)}</p>;
    case "code":
      return (
        <pre key={key}>
          <code>{block.text}</code>
        </pre>
      );
    case "quote":
      return <blockquote key={key}>{block.children.map(drawBlock)}</blockquote>;
    case "list": {
      // biome-ignore lint/suspicious/noArrayIndexKey: the text has no ids, and is drawn as a whole.
      const items = block.items.map((item, i) => <li key={i}>{drawItem(item)}</li>);
      if (!block.ordered) return <ul key={key}>{items}</ul>;
      return (
        <ol key={key} start={block.start === 1 ? undefined : block.start}>
          {items}
        </ol>
      );
    }
  }
}

/** An item of one paragraph is its words: no gap around them. */
function drawItem(item: readonly Block[]): ReactNode {
  const [only, ...rest] = item;
  return only?.kind === "paragraph" && rest.length === 0 ? only.children.map(drawInline) : item.map(drawBlock);
}

function drawInline(inline: Inline, key: number): ReactNode {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return <code key={key}>{inline.text}</code>;
    case "break":
      return <br key={key} />;
    case "strong":
      return <strong key={key}>{inline.children.map(drawInline)}</strong>;
    case "emphasis":
      return <em key={key}>{inline.children.map(drawInline)}</em>;
    case "link":
      return (
        <a key={key} href={inline.href} rel="nofollow ugc noopener">
          {inline.children.map(drawInline)}
        </a>
      );
  }
}
