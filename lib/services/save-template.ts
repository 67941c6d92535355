import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { ChannelKind } from "#lib/domain/channel.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { checkTemplate, type TemplateKind } from "#lib/domain/template.ts";
import { cleanBody, cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";
import { findTemplate, insertTemplate, templateOfChannel, updateTemplate } from "#lib/store/templates.ts";

export type TemplateInput = {
  kind: TemplateKind;
  name: string;
  /** Of a message: the channel it is for; null: every channel without one of its own. */
  channel: ChannelKind | null;
  /** Of an incident: the status it begins with. */
  status: IncidentStatus | null;
  title: string;
  body: string;
};

/**
 * Keeps a template: a new one, or what one that is known becomes.
 *
 * @param of the template as the writer has read it; null for a new one.
 * @throws {DomainError} `forbidden`; `invalid`; `not_found`; `conflict` when it was changed meanwhile, or when the
 *   channel has another one already.
 */
export async function saveTemplate(
  db: Database,
  actor: Actor,
  of: { id: string; version: number } | null,
  input: TemplateInput,
  now: Instant,
): Promise<{ templateId: string }> {
  requireRole(actor, "maintainer");
  const fields = cleaned(input);
  return inTransaction(db, async (tx) => {
    const before = of === null ? undefined : await findTemplate(tx, of.id);
    if (of !== null && !before) throw new DomainError("not_found", "There is no such template any more.");
    if (before && before.kind !== input.kind) {
      throw new DomainError("invalid", "A template for incidents cannot become one for messages, nor the other way.");
    }
    await requireOnlyOne(tx, fields, of?.id ?? null);
    const id = of?.id ?? newId();
    if (of === null) {
      await insertTemplate(tx, { id, ...fields, version: 1, created_at: now, updated_at: now });
    } else if (!(await updateTemplate(tx, of, withoutKind(fields), now))) {
      throw new DomainError("conflict", "Somebody else has changed this template. Look at theirs, then try again.");
    }
    const detail = { kind: input.kind, name: fields.name };
    await writeAudit(tx, { actor, action: "template.save", subject: id, detail }, now);
    return { templateId: id };
  });
}

type Fields = Pick<Row<"template">, "name" | "channel" | "status" | "title" | "body">;

function cleaned(input: TemplateInput): Fields & { kind: TemplateKind } {
  const { kind } = input;
  const title = cleanTitle(input.title);
  const body = cleanBody(input.body);
  checkTemplate(kind, "title", title);
  checkTemplate(kind, "body", body);
  const isMessage = kind === "message";
  return {
    kind,
    name: cleanTitle(input.name),
    channel: isMessage ? input.channel : null,
    status: isMessage ? null : (input.status ?? "investigating"),
    title,
    body,
  };
}

function withoutKind({ kind: _kind, ...fields }: Fields & { kind: TemplateKind }): Fields {
  return fields;
}

async function requireOnlyOne(tx: Database, fields: Fields & { kind: TemplateKind }, id: string | null): Promise<void> {
  if (fields.kind !== "message") return;
  const other = await templateOfChannel(tx, fields.channel);
  if (!other || other.id === id) return;
  const message = `“${other.name}” words the messages there already. Change that one.`;
  throw new DomainError("conflict", message, { fields: [{ path: "channel", message }] });
}
