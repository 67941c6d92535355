import type { Message } from "#lib/notify/channels/channel.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Notice } from "./notice.ts";
import { type Told, toldOf } from "./told.ts";

/** An update as tests draw it; `change` says what is different. Its headline follows its title and status. */
export function aNotice(change: Partial<Notice> = {}): Notice {
  const title = change.title ?? "Jobs wait";
  return {
    pageName: "MorningAI",
    subject: "incident",
    subjectId: "inc123inc123",
    updateId: "upd123upd123",
    title,
    status: "investigating",
    headline: `Investigating: ${title}`,
    body: "We are looking into it.",
    components: [],
    impact: "major",
    isOver: false,
    expected: null,
    nextUpdate: null,
    window: null,
    startedAt: Date.UTC(2026, 10, 23, 14, 0),
    postedAt: Date.UTC(2026, 10, 23, 14, 5),
    url: "https://status.example.com/incidents/inc123inc123",
    ...change,
  };
}

/** The message of this update to one subscriber. */
export function aMessage(target: string, change: Partial<Notice> = {}, isFirst = true): Message & { kind: "update" } {
  const delivery = { id: "upd123upd123-sub123sub123", subscriber_id: "sub123sub123", target } as Row<"outbox">;
  return { kind: "update", delivery, notice: aNotice(change), isFirst };
}

/** The same before it is put into a dialect. */
export function whatIsTold(change: Partial<Notice> = {}): Told {
  return toldOf(aMessage("", change), "https://status.example.com");
}
