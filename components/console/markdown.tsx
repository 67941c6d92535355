import type { ReactNode } from "react";
import type { Block, Inline } from "#lib/domain/markdown.ts";

/** Operators' Markdown as elements: nothing in it is taken as HTML. */
export function Markdown({ blocks }: { blocks: readonly Block[] }) {
  return <div className="grid gap-2 text-[14.5px] [&_*]:m-0 break-words">{blocks.map(drawBlock)}</div>;
}

function drawBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return <p key={key}>{block.children.map(drawInline)}</p>;
    case "code":
      return (
        <pre key={key} className="overflow-x-auto rounded-md bg-code p-2 font-mono text-[13px]">
          {block.text}
        </pre>
      );
    case "quote":
      return (
        <blockquote key={key} className="grid gap-2 border-l-2 border-line pl-3 text-mute">
          {block.children.map(drawBlock)}
        </blockquote>
      );
    case "list": {
      const items = block.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text has no ids, and is drawn anew as a whole.
        <li key={i}>{item.map(drawBlock)}</li>
      ));
      if (!block.ordered)
        return (
          <ul key={key} className="list-disc pl-5">
            {items}
          </ul>
        );
      return (
        <ol key={key} start={block.start} className="list-decimal pl-5">
          {items}
        </ol>
      );
    }
  }
}

function drawInline(inline: Inline, key: number): ReactNode {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return (
        <code key={key} className="rounded bg-code px-1 font-mono text-[0.88em]">
          {inline.text}
        </code>
      );
    case "break":
      return <br key={key} />;
    case "strong":
      return <strong key={key}>{inline.children.map(drawInline)}</strong>;
    case "emphasis":
      return <em key={key}>{inline.children.map(drawInline)}</em>;
    case "link":
      return (
        <a key={key} href={inline.href} rel="nofollow ugc noopener" className="underline">
          {inline.children.map(drawInline)}
        </a>
      );
  }
}
