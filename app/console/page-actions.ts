"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { ANNOUNCEMENT_TONES } from "#lib/domain/announcement.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { LANGUAGES } from "#lib/domain/language.ts";
import { instantOf } from "#lib/domain/local-time.ts";
import { SCHEMES, themeFaults } from "#lib/domain/theme.ts";
import { changePage } from "#lib/services/change-page.ts";
import { makePageLink, revokePageLink } from "#lib/services/page-links.ts";
import { pageSettings } from "#lib/services/page-settings.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { operatorAction } from "./guard.ts";
import { colourFields, languageFields, linesOf, themeOf } from "./page-input.ts";

const text = z.string().max(100_000);

const basics = z.object({ name: text.optional(), time_zone: text.optional(), domains: text.optional() });

export const saveBasicsAction = operatorAction(basics, async (input, { runtime, actor, now }) => {
  const { name, time_zone: timeZone, domains } = input;
  if (name?.trim() === "") throw wrong("name", "The page needs a name.");
  const change = { name, timeZone: timeZone?.trim(), domains: domains === undefined ? undefined : linesOf(domains) };
  await changePage(runtime.db, actor, change, now);
  redirect("/console/page?saved=basics#basics");
});

const speech = z.object({ language: text.optional(), ...languageFields });

export const saveLanguagesAction = operatorAction(speech, async (input, { runtime, actor, now }) => {
  const [{ config_keys: owned }, settings] = await Promise.all([pageOrDefault(runtime.db), pageSettings(runtime.db)]);
  const own = input.language ?? settings.language;
  const ticked = Object.keys(LANGUAGES).filter((one) => (input as Record<string, unknown>)[`in_${one}`] === "on");
  // What status.yaml says was not there to be ticked.
  const isOwned = (JSON.parse(owned) as string[]).includes("languages");
  const languages = isOwned ? undefined : ticked.filter((one) => one !== own);
  await changePage(runtime.db, actor, { language: input.language, languages }, now);
  redirect("/console/page?saved=speech#speech");
});

const look = z.object({
  scheme: z.enum(SCHEMES),
  ...colourFields,
  intent: z.enum(["save", "preview"]).default("save"),
});

export const saveLookAction = operatorAction(look, async (input, { runtime, actor, now }) => {
  const theme = themeOf(input);
  if (input.intent === "preview") {
    const faults = themeFaults(theme);
    if (faults.length === 0) return { message: "These colours can be read by everyone. They are not saved yet." };
    const errors = Object.fromEntries(faults.map(({ mode, colour, message }) => [`${mode}_${colour}`, message]));
    return { message: "Some of these colours would be hard to read.", errors };
  }
  await changePage(runtime.db, actor, { theme }, now);
  redirect("/console/page?saved=look#look");
});

export const saveLogoAction = operatorAction(
  z.object({ intent: z.enum(["save", "remove"]).default("save") }),
  async ({ intent }, { runtime, actor, now, files }) => {
    const file = files.logo;
    if (intent === "save" && (file === undefined || file.size === 0)) throw wrong("logo", "Choose a picture first.");
    const logo = intent === "save" && file ? new Uint8Array(await file.arrayBuffer()) : null;
    await changePage(runtime.db, actor, { logo }, now);
    redirect("/console/page?saved=logo#logo");
  },
);

export const saveCssAction = operatorAction(z.object({ css: text }), async ({ css }, { runtime, actor, now }) => {
  await changePage(runtime.db, actor, { css }, now);
  redirect("/console/page?saved=stylesheet#stylesheet");
});

const announcement = z.object({
  text,
  tone: z.enum(ANNOUNCEMENT_TONES).default("information"),
  from: text.default(""),
  until: text.default(""),
  intent: z.enum(["save", "remove"]).default("save"),
});

export const announceAction = operatorAction(announcement, async (input, { runtime, actor, now }) => {
  const { time_zone: zone } = await pageOrDefault(runtime.db);
  const moment = (name: "from" | "until") => {
    if (input[name] === "") return null;
    const at = instantOf(input[name], zone);
    if (at === null) throw wrong(name, "Pick a day and a time.");
    return at;
  };
  const announced =
    input.intent === "remove"
      ? null
      : { text: input.text, tone: input.tone, from: moment("from"), until: moment("until") };
  await changePage(runtime.db, actor, { announcement: announced }, now);
  redirect("/console/page?saved=announcement#announcement");
});

const access = z.object({
  who: z.enum(["everyone", "private"]),
  password: text.default(""),
  drop: z.literal("on").optional(),
  networks: text.default(""),
});

export const saveAccessAction = operatorAction(access, async (input, { runtime, actor, now }) => {
  const unchanged = input.drop === "on" ? null : undefined;
  const password = input.password === "" ? unchanged : input.password;
  const change = { isPrivate: input.who === "private", networks: linesOf(input.networks), password };
  await changePage(runtime.db, actor, { access: change }, now);
  redirect("/console/page?saved=access#access");
});

const link = z.object({
  link_name: z.string().trim().min(1, "Say whom or what it is for.").max(200),
  days: z.coerce.number("Give a number of days."),
});

export const makeLinkAction = operatorAction(link, async ({ link_name: name, days }, { runtime, actor, now }) => {
  await makePageLink(runtime.db, actor, { name, days }, now);
  redirect("/console/page?saved=links#links");
});

export const revokeLinkAction = operatorAction(z.object({ id: text }), async ({ id }, { runtime, actor, now }) => {
  await revokePageLink(runtime.db, actor, id, now);
  redirect("/console/page?saved=links#links");
});

function wrong(path: string, message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path, message }] });
}
