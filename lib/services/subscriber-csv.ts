import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { CHANNEL_KINDS, type ChannelKind } from "#lib/domain/channel.ts";
import { DomainError } from "#lib/domain/errors.ts";

/** A row of an import that can be understood; whether its target can be used is decided later. */
export type ImportRow = {
  line: number;
  channel: ChannelKind;
  target: string;
  /** By slug; none means everything. */
  components: string[];
};

export type ImportProblem = { line: number; message: string };

export const IMPORT_MAX = 5_000;

const TARGET_NAMES = ["email", "address", "target", "endpoint", "phone", "phone_number", "url"];
const TYPE_NAMES = ["type", "channel", "mode"];
const COMPONENT_NAMES = ["components", "component"];
const PLAIN_ADDRESS = /^[^\s,;@]+@[^\s,;@]+$/;

/**
 * Reads subscribers from CSV: with a header that names the columns, as Statuspage writes it (`email,address,…` by row),
 * or one address a line.
 *
 * @throws {DomainError} `invalid` when it is no CSV, or too long.
 */
export function readSubscriberCsv(text: string): { rows: ImportRow[]; problems: ImportProblem[] } {
  const records = parsed(text);
  if (records.length > IMPORT_MAX + 1) {
    throw new DomainError("invalid", `This has more than ${IMPORT_MAX} rows. Import it in parts.`);
  }
  const header = headerOf(records[0]?.record ?? []);
  const rows: ImportRow[] = [];
  const problems: ImportProblem[] = [];
  for (const { record, line } of header ? records.slice(1) : records) {
    const read = header ? byHeader(record, header) : byPosition(record);
    if (typeof read === "string") problems.push({ line, message: read });
    else rows.push({ line, ...read });
  }
  return { rows, problems };
}

type Read = Omit<ImportRow, "line"> | string;
type Header = { target: number; type: number; components: number };

function parsed(text: string): { record: string[]; line: number }[] {
  try {
    const records = parse(text, {
      bom: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    });
    return (records as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch {
    throw new DomainError("invalid", "This could not be read as CSV. Look for a quotation mark that is not closed.");
  }
}

/** Null when the first row is a subscriber already. */
function headerOf(record: readonly string[]): Header | null {
  const names = record.map((name) => name.toLowerCase().trim());
  const find = (known: readonly string[]) => names.findIndex((name) => known.includes(name));
  const target = find(TARGET_NAMES);
  if (target === -1 || record.some((cell) => PLAIN_ADDRESS.test(cell))) return null;
  return { target, type: find(TYPE_NAMES), components: find(COMPONENT_NAMES) };
}

function byHeader(record: readonly string[], header: Header): Read {
  const target = record[header.target] ?? "";
  if (target === "") return "The address is missing.";
  const type = header.type === -1 ? "email" : (record[header.type] ?? "").toLowerCase();
  const channel = CHANNEL_KINDS.find((kind) => kind === type);
  if (!channel) return `We do not know the channel “${type.slice(0, 40)}”.`;
  const components =
    header.components === -1 ? [] : (record[header.components] ?? "").split(/[\s;,|]+/).filter(Boolean);
  return { channel, target, components };
}

/** `email,name@example.com,…` as Statuspage has it, or an address alone. */
function byPosition(record: readonly string[]): Read {
  const [first = "", second = ""] = record;
  const channel = CHANNEL_KINDS.find((kind) => kind === first.toLowerCase());
  if (channel && second !== "") return { channel, target: second, components: [] };
  if (PLAIN_ADDRESS.test(first)) return { channel: "email", target: first, components: [] };
  return "No address was found here.";
}

/** What spreadsheets take for a formula, full-width letters included. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** CSV that no spreadsheet runs. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell)));
  return stringify([[...columns], ...safe], { record_delimiter: "windows" });
}
