import { parse, stringify } from "yaml";
import { z } from "zod";
import { CONSOLE_KINDS, type ConsoleKind, type GivenMonitor, type GivenSettings } from "#lib/config/console-monitor.ts";
import { DomainError } from "#lib/domain/errors.ts";

/** The fields of a monitor's form. */
export const monitorFields = {
  name: z.string().trim().min(1, "Give it a name.").max(100, "At most 100 characters fit."),
  type: z.enum(CONSOLE_KINDS, "Choose what it looks at."),
  address: z.string().trim().max(4_000).default(""),
  master: z.string().trim().max(200).default(""),
  publishes: z.enum(["yes", "no"]).default("yes"),
  intent: z.enum(["save", "test"]).default("save"),
  more: z.string().max(4_000, "At most 4,000 characters fit.").default(""),
};
type MonitorInput = z.infer<z.ZodObject<typeof monitorFields>>;

/** Where each kind keeps its address, and whether it may be several. */
const ADDRESS: Record<ConsoleKind, { field: string; isList: boolean } | null> = {
  redis: { field: "url", isList: false },
  http: { field: "url", isList: false },
  tcp: { field: "address", isList: false },
  cluster: { field: "nodes", isList: true },
  sentinel: { field: "sentinels", isList: true },
  heartbeat: null,
};
/** Said by fields of their own, or elsewhere. */
const TAKEN = ["key", "name", "type", "components", "roles", "auto_publish"];

/**
 * What a form says a monitor does.
 *
 * @param before what it did: an address that is not written again stays.
 * @throws {DomainError} `invalid`, naming the field.
 */
export function settingsIn(input: MonitorInput, before: GivenMonitor | null): GivenSettings {
  const place = ADDRESS[input.type];
  const kept = before === null || place === null ? undefined : before[place.field];
  const address = place?.isList ? input.address.split(/[\s,]+/).filter(Boolean) : input.address;
  if (place !== null && input.address === "" && kept === undefined) throw wrong("address", "Where is it?");
  if (input.type === "sentinel" && input.master === "") throw wrong("master", "By which name do they know it?");
  return {
    ...moreIn(input.more, place?.field),
    type: input.type,
    ...(place === null ? {} : { [place.field]: input.address === "" ? kept : address }),
    ...(input.type === "sentinel" ? { master: input.master } : {}),
    auto_publish: input.publishes === "yes",
  };
}

function moreIn(text: string, address: string | undefined): Record<string, unknown> {
  const more = readYaml(text);
  const taken = Object.keys(more).find((name) => TAKEN.includes(name) || name === address || name === "master");
  if (taken !== undefined) throw wrong("more", `“${taken}” has a field of its own.`);
  return more;
}

function readYaml(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  let given: unknown;
  try {
    given = parse(text);
  } catch {
    throw wrong("more", "Write one setting on each line, as “every: 5s”.");
  }
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  throw wrong("more", "Write one setting on each line, as “every: 5s”.");
}

/** What a form begins with for a monitor that was made before. Its address is not shown again: it may hold a password. */
export function formOf(monitor: GivenMonitor): { master: string; publishes: boolean; more: string } {
  const own = [...TAKEN, "master", ADDRESS[monitor.type]?.field];
  const more = Object.fromEntries(
    Object.entries(monitor).filter(([name]) => !own.includes(name) && !/password/.test(name)),
  );
  return {
    master: typeof monitor.master === "string" ? monitor.master : "",
    publishes: monitor.auto_publish !== false,
    more: Object.keys(more).length === 0 ? "" : stringify(more),
  };
}

function wrong(path: string, message: string): DomainError {
  return new DomainError("invalid", "Please look at the marked fields.", { fields: [{ path, message }] });
}
