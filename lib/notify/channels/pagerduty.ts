import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { parseMarkdown, toPlainText } from "#lib/domain/markdown.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import type { Notice } from "#lib/notify/messages/notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import { cutText } from "#lib/notify/messages/trim-blocks.ts";
import { type Channel, DeliveryError, type Message } from "./channel.ts";
import { postJson } from "./post.ts";

/** Where the events go, by the account's region (developer.pagerduty.com, Events API v2). */
const REGIONS = { us: "https://events.pagerduty.com", eu: "https://events.eu.pagerduty.com" } as const;

const SUMMARY_MAX = 1_024;
const SEVERITY = { critical: "critical", major: "error", minor: "warning", none: "info" } as const;

/** PagerDuty's Events API v2: an incident of ours is one alert there, raised by its first update and resolved by its last. */
export function pagerdutyChannel(
  config: Pick<Config, "outboundAllow" | "publicUrl">,
  regions: Record<keyof typeof REGIONS, string> = REGIONS,
): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  return {
    unready: null,
    destination: "target",
    concurrency: 4,
    spacingMs: SECOND,
    async deliver(message) {
      if (message.kind === "confirm") throw new DeliveryError("PagerDuty gets no confirmations.", { permanent: true });
      // Planned work wakes nobody, and what is gathered comes too late to.
      if (message.kind === "update" && message.notice.subject !== "incident") {
        return { answer: "PagerDuty is told of incidents only.", isSkipped: true };
      }
      const { target } = message.delivery;
      const isEu = target.startsWith("eu:");
      const key = target.replace(/^eu:/, "");
      const url = `${isEu ? regions.eu : regions.us}/v2/enqueue`;
      const event = { routing_key: key, ...drawEvent(message, config.publicUrl) };
      const { answer } = await postJson(fetch, url, event, { secrets: [key], permanent: [400] });
      return { answer };
    },
    close: () => undefined,
  };
}

function drawEvent(message: Exclude<Message, { kind: "confirm" }>, publicUrl: string) {
  const told = toldOf(message, publicUrl);
  const source = new URL(publicUrl).hostname;
  const common = {
    client: cutText(told.pageName, 100),
    client_url: publicUrl,
    links: [{ href: told.link.url, text: told.link.text }],
  };
  if (message.kind !== "update") {
    const payload = { summary: told.headline, source, severity: "info" };
    return { ...common, event_action: "trigger", dedup_key: `pulsepage-${message.delivery.id}`, payload };
  }
  const { notice } = message;
  return {
    ...common,
    event_action: notice.isOver ? "resolve" : "trigger",
    dedup_key: `pulsepage-${notice.subjectId}`,
    payload: {
      summary: cutText(notice.headline, SUMMARY_MAX),
      source,
      severity: SEVERITY[notice.impact],
      timestamp: new Date(notice.startedAt).toISOString(),
      custom_details: detailsOf(notice, told.facts),
    },
  };
}

function detailsOf(notice: Notice, facts: readonly string[]) {
  return {
    status: notice.status,
    update: cutText(toPlainText(parseMarkdown(notice.body)), 4_000),
    components: notice.components.slice(0, 50).map((one) => `${one.name}: ${one.status}`),
    outlook: facts.join(". "),
  };
}
