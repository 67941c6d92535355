import { parseArgs } from "node:util";
import { DomainError } from "#lib/domain/errors.ts";
import { changeMaintenance } from "#lib/services/change-maintenance.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import { BY_HAND, say, withStore, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage maintenance schedule --title T --body B --starts-at ISO --ends-at ISO [--component SLUG]…
         [--repeat RRULE --time-zone IANA] [--no-notify] [--json]
       pulsepage maintenance begin|complete|cancel ID
       pulsepage maintenance extend ID --ends-at ISO`;

const STEP_OF = { begin: "in_progress", complete: "completed", cancel: "cancelled" } as const;

/** Plans work, begins it, extends it, completes it, or calls it off. */
export async function maintenance(args: string[]): Promise<number> {
  const options = {
    title: { type: "string" },
    body: { type: "string" },
    "starts-at": { type: "string" },
    "ends-at": { type: "string" },
    component: { type: "string", multiple: true },
    repeat: { type: "string" },
    "time-zone": { type: "string" },
    "no-notify": { type: "boolean" },
    json: { type: "boolean" },
  } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [verb, id] = positionals;
  const { title, body } = values;
  if (verb === "schedule" && title && body && values["starts-at"] && values["ends-at"]) {
    const input = {
      title,
      body,
      startsAt: moment(values["starts-at"]),
      endsAt: moment(values["ends-at"]),
      components: values.component ?? [],
      recurrence: values.repeat ? { rule: values.repeat, timeZone: values["time-zone"] ?? "UTC" } : null,
      notify: !values["no-notify"],
    };
    const made = await withStore((db) => scheduleMaintenance(db, BY_HAND, input, Date.now()));
    say(values.json ? JSON.stringify({ id: made }) : `Planned: ${made}`);
    return 0;
  }
  if (verb && id && Object.hasOwn(STEP_OF, verb)) {
    const status = STEP_OF[verb as keyof typeof STEP_OF];
    await withStore((db) => changeMaintenance(db, BY_HAND, { id, status, notify: !values["no-notify"] }, Date.now()));
    say(`${status}: ${id}`);
    return 0;
  }
  if (verb === "extend" && id && values["ends-at"]) {
    const endsAt = moment(values["ends-at"]);
    await withStore((db) => changeMaintenance(db, BY_HAND, { id, endsAt, notify: !values["no-notify"] }, Date.now()));
    say(`extended: ${id}`);
    return 0;
  }
  return wrongUsage(USAGE);
}

function moment(text: string): number {
  if (/T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) return Date.parse(text);
  throw new DomainError("invalid", "Give times with their zone, such as 2026-11-23T14:30:00Z.");
}
