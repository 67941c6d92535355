import { DomainError } from "#lib/domain/errors.ts";
import { HOUR } from "#lib/domain/instant.ts";
import { preferredLanguage } from "#lib/domain/language.ts";
import { networkOf } from "#lib/http/client-address.ts";
import { answerWith, askedBy, field, goTo, readForm, safely } from "#lib/notify/pages/answer.ts";
import { codePage, codeTitle, type SubscribeForm, subscribePage } from "#lib/notify/pages/subscribe-pages.ts";
import { type Runtime, runtime } from "#lib/runtime.ts";
import { confirmSubscription } from "#lib/services/confirm-subscription.ts";
import { manageToken } from "#lib/services/manage-token.ts";
import { offeredChannels } from "#lib/services/offered-channels.ts";
import { pageSettings } from "#lib/services/page-settings.ts";
import { pushKeys } from "#lib/services/push-keys.ts";
import { subscribe } from "#lib/services/subscribe.ts";
import { listGroups, listShownComponents } from "#lib/store/components.ts";
import { allow } from "#lib/store/rate-limit.ts";
import { type Words, wordsIn } from "#lib/words/words.ts";

export const dynamic = "force-dynamic";

/** Per network that asks, however many mail addresses it names; each of those has a limit of its own. */
const PER_CLIENT = { burst: 20, perMs: HOUR };
const CODES_PER_CLIENT = { burst: 30, perMs: HOUR };

const BLANK = { typed: { target: "", components: [], groups: [], incident: null }, error: null };

/** Shows the form; changes nothing. */
export function GET(request: Request): Promise<Response> {
  const rt = runtime();
  return safely(rt, async () => {
    const words = await wordsOf(rt, request.headers.get("x-pulsepage-language"));
    if (!words) throw new DomainError("not_found", "There is no such page here.");
    return formPage(rt, BLANK, 200, words);
  });
}

/** Takes an address (`channel`, `target`, `components`), or the code that was mailed to it. */
export function POST(request: Request): Promise<Response> {
  const rt = runtime();
  return safely(rt, async () => {
    const form = await readForm(request);
    if (!form) throw new DomainError("invalid", "Send this as a form.");
    return form.has("code") ? enterCode(rt, request, form) : ask(rt, request, form);
  });
}

async function ask(rt: Runtime, request: Request, form: FormData): Promise<Response> {
  const target = field(form, "target").trim();
  const components = chosen(form, "components");
  const groups = chosen(form, "groups");
  const incidents = chosen(form, "incident").slice(0, 1);
  await limit(rt, `subscribe:${networkOf(askedBy(request))}`, PER_CLIENT);
  const page = await wordsOf(rt, field(form, "language"));
  const words = page ?? ((await wordsOf(rt, null)) as Words);
  // Who chose a language of the page wants to hear in it.
  const language = page ? page.language : preferredLanguage(request.headers.get("accept-language"));
  const contact = field(form, "contact");
  const wish = { channel: field(form, "channel") || "email", target, components, groups, incidents, language, contact };
  const offered = offeredChannels(rt.config);
  const channel = offered.find((one) => one === wish.channel) ?? "email";
  try {
    if (field(form, "website") === "") {
      const { activeId } = await subscribe(rt.db, wish, Date.now(), offered, rt.config.outboundAllow);
      if (activeId !== null) return goTo(`/subscriptions/${manageToken(rt.config.sessionSecret, activeId)}`);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const typed = { target: channel === "email" ? target : "", components, groups, incident: incidents[0] ?? null };
    return formPage(rt, { typed, error: error.message }, 400, words);
  }
  const main = codePage(channel, target, null, words);
  return answerWith(rt.db, { title: codeTitle(channel, words), main, status: 202, words });
}

async function enterCode(rt: Runtime, request: Request, form: FormData): Promise<Response> {
  const target = field(form, "target").trim();
  const channel = offeredChannels(rt.config).find((one) => one === field(form, "channel")) ?? "email";
  await limit(rt, `subscribe-code:${networkOf(askedBy(request))}`, CODES_PER_CLIENT);
  try {
    const by = { channel, target, code: field(form, "code") };
    const { subscriberId } = await confirmSubscription(rt.db, by, Date.now(), rt.config.outboundAllow);
    return goTo(`/subscriptions/${manageToken(rt.config.sessionSecret, subscriberId)}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const words = (await wordsOf(rt, field(form, "language"))) ?? ((await wordsOf(rt, null)) as Words);
    const main = codePage(channel, target, error.message, words);
    return answerWith(rt.db, { title: codeTitle(channel, words), main, status: 400, words });
  }
}

/** Ticked boxes, or one field with several names between commas or spaces. */
function chosen(form: FormData, name: string): string[] {
  const given = form.getAll(name).filter((value) => typeof value === "string");
  return given.flatMap((value) => value.split(/[\s,]+/)).filter(Boolean);
}

async function limit(rt: Runtime, key: string, rate: typeof PER_CLIENT): Promise<void> {
  const { allowed, retryAfterMs } = await allow(rt.db, key, rate, Date.now());
  if (allowed) return;
  throw new DomainError("rate_limited", "That was often. Please wait a while and try again.", { retryAfterMs });
}

/** The words of one of the page's languages, of its own for none; null for a language that it does not have. */
async function wordsOf({ db }: Runtime, asked: string | null): Promise<Words | null> {
  const { language, languages } = await pageSettings(db);
  if (asked === null) return wordsIn(language);
  return [language, ...languages].includes(asked) ? wordsIn(asked) : null;
}

async function formPage(
  rt: Runtime,
  given: Pick<SubscribeForm, "typed" | "error">,
  status: number,
  words: Words,
): Promise<Response> {
  const [all, groups] = await Promise.all([listShownComponents(rt.db), listGroups(rt.db)]);
  const components = all.map(({ slug, name }) => ({ slug, name }));
  const main = subscribePage({
    ...given,
    words,
    components,
    groups: groups.filter((group) => all.some((one) => one.group_id === group.id)),
    isMailSetUp: rt.config.smtpUrl !== null,
    channels: offeredChannels(rt.config),
    pushKey: pushKeys(rt.config.sessionSecret).publicKey,
  });
  return answerWith(rt.db, { title: words.say("frame.getUpdates"), main, status, words });
}
