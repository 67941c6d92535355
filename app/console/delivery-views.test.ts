import { describe, expect, it } from "vitest";
import { CHANNEL_KINDS } from "#lib/domain/channel.ts";
import { HOUR, MINUTE } from "#lib/domain/instant.ts";
import type { OutboxSummary } from "#lib/store/deliveries.ts";
import { outboxTroubles, totalsText } from "./delivery-views.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0);
const NONE = { queued: 0, held: 0, sent: 0, failed: 0, suppressed: 0, oldestQueuedAt: null };

function summary(more: Partial<OutboxSummary>): OutboxSummary {
  return { ...Object.fromEntries(CHANNEL_KINDS.map((kind) => [kind, NONE])), ...more } as OutboxSummary;
}

it("sums up an update's messages in one line, and leaves out what there is none of", () => {
  expect(totalsText({ queued: 3, held: 0, sent: 1_238, failed: 2, suppressed: 0 })).toBe(
    "1,238 delivered, 2 given up, 3 waiting",
  );
  expect(totalsText(undefined)).toBe("nobody was to be told");
});

describe("operators are told loudly", () => {
  const troubles = (more: Partial<OutboxSummary>, smtpUrl: string | null = "smtp://x") =>
    outboxTroubles(summary(more), { smtpUrl }, [], "UTC", NOW);

  it("that there is no mail server, whether or not mail waits", () => {
    expect(troubles({}, null)).toEqual([expect.stringContaining("Set SMTP_URL")]);
    const waiting = { email: { ...NONE, queued: 12, oldestQueuedAt: NOW - HOUR } };
    expect(troubles(waiting, null)).toEqual([expect.stringContaining("12 waiting")]);
  });

  it("that messages do not get through, once they have waited for ten minutes", () => {
    const waiting = (ms: number) => ({ slack: { ...NONE, queued: 1_200, oldestQueuedAt: NOW - ms } });
    expect(troubles(waiting(9 * MINUTE))).toEqual([]);
    expect(troubles(waiting(11 * MINUTE))).toEqual([
      "Slack: 1,200 waiting, the oldest for 11 minutes. They do not get through.",
    ]);
  });

  it("what else is wrong for as long as it is", () => {
    const alarm = { name: "mail", since: NOW - HOUR, answer: "Mail does not leave: 535 no.", told_at: null };
    expect(outboxTroubles(summary({}), { smtpUrl: "smtp://x" }, [alarm], "UTC", NOW)).toEqual([
      "Mail does not leave: 535 no. Since 13:00 UTC.",
    ]);
  });
});
