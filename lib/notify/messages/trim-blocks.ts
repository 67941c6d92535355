import type { Block, Inline } from "#lib/domain/markdown.ts";

/**
 * The blocks with at most `max` characters of words and addresses; "…" stands where the rest was.
 *
 * Cut before anything is escaped: no dialect is left with half a sign.
 */
export function trimBlocks(blocks: readonly Block[], max: number): Block[] {
  return trimList(blocks, { left: max }, trimBlock);
}

type Room = { left: number };

function trimList<Part>(parts: readonly Part[], room: Room, trim: (part: Part, room: Room) => Part): Part[] {
  const kept: Part[] = [];
  for (const part of parts) {
    if (room.left <= 0) break;
    kept.push(trim(part, room));
  }
  return kept;
}

function trimBlock(block: Block, room: Room): Block {
  if (block.kind === "paragraph") return { ...block, children: trimList(block.children, room, trimInline) };
  if (block.kind === "code") return { ...block, text: trimText(block.text, room) };
  if (block.kind === "quote") return { ...block, children: trimList(block.children, room, trimBlock) };
  const items = trimList(block.items, room, (item, left) => trimList(item, left, trimBlock));
  return { ...block, items };
}

function trimInline(inline: Inline, room: Room): Inline {
  if (inline.kind === "text" || inline.kind === "code") return { ...inline, text: trimText(inline.text, room) };
  if (inline.kind === "break") {
    room.left -= 1;
    return inline;
  }
  if (inline.kind === "link") room.left -= inline.href.length;
  if (room.left <= 0) return { kind: "text", text: "…" };
  return { ...inline, children: trimList(inline.children, room, trimInline) };
}

function trimText(text: string, room: Room): string {
  const before = room.left;
  room.left -= text.length;
  return room.left >= 0 ? text : cutText(text, before);
}

/** At most `max` characters, never half of one. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text
    .slice(0, Math.max(0, max - 1))
    .toWellFormed()
    .replace(/\uFFFD$/, "")}…`;
}
