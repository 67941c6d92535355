import { DomainError } from "#lib/domain/errors.ts";
import { findComponent } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import type { ChannelKind } from "#lib/store/schema.ts";
import {
  discordTarget,
  ntfyTarget,
  pagerdutyTarget,
  slackTarget,
  smsTarget,
  telegramTarget,
  webhookTarget,
  webPushTarget,
  wrongTarget,
} from "./channel-targets.ts";

const ADDRESS_MAX = 254;
const LOCAL_MAX = 64;
// Letters, digits and these signs, in parts joined by single dots: no quotes, no comments, no spaces.
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const DOMAIN_INPUT = /^[\p{L}\p{M}\p{N}.-]+$/u;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Where messages go, and the one spelling by which nobody is subscribed twice. */
export type Target = { target: string; key: string };

/**
 * The target as it is kept.
 *
 * An email target is one plain address (reliability.md §7 "Mail"); every address that is asked by http lies on the
 * internet, unless `allow` names its `host:port`.
 *
 * @throws {DomainError} `invalid` when messages cannot safely be sent there.
 */
export function targetOf(channel: ChannelKind, text: string, allow: readonly string[]): Target {
  return TARGETS[channel](text.trim(), allow);
}

const TARGETS: Readonly<Record<ChannelKind, (text: string, allow: readonly string[]) => Target>> = {
  email: emailTarget,
  slack: slackTarget,
  webhook: webhookTarget,
  teams: webhookTarget,
  discord: discordTarget,
  telegram: telegramTarget,
  ntfy: ntfyTarget,
  pagerduty: pagerdutyTarget,
  webpush: webPushTarget,
  sms: smsTarget,
};

function emailTarget(text: string): Target {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const domain = asciiDomain(text.slice(at + 1));
  const address = `${local}@${domain}`;
  const isPlain = at > 0 && domain !== null && LOCAL.test(local) && !local.includes("=?");
  if (!isPlain || local.length > LOCAL_MAX || address.length > ADDRESS_MAX) {
    throw wrongTarget("This is not an email address we can write to. It should look like name@example.com.");
  }
  return { target: address, key: address.toLowerCase() };
}

/** The domain in small letters and punycode; null when it is none. */
function asciiDomain(text: string): string | null {
  if (!DOMAIN_INPUT.test(text) || !URL.canParse(`http://${text}`)) return null;
  const { hostname } = new URL(`http://${text}`);
  return DOMAIN.test(hostname) ? hostname : null;
}

/**
 * The ids of the components named by slug or id; none means everything.
 *
 * @throws {DomainError} `invalid` when one of them does not exist.
 */
export async function scopeOf(db: Database, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of new Set(names)) {
    const component = await findComponent(db, name);
    if (!component || component.archived_at !== null) {
      const message = "One of the chosen components does not exist any more.";
      throw new DomainError("invalid", message, { fields: [{ path: "components", message }] });
    }
    ids.push(component.id);
  }
  return ids;
}
