/** The lines of INFO by name; what is not there was not visible to us. */
export type Info = Readonly<Record<string, string>>;

export function parseInfo(text: string): Info {
  const info: Record<string, string> = Object.create(null);
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0 && !line.startsWith("#")) info[line.slice(0, colon)] = line.slice(colon + 1);
  }
  return info;
}

/** The fields of a line such as `calls=3,usec=12`: `{ calls: "3", usec: "12" }`. */
export function fieldsOf(value: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (value ?? "").split(",").flatMap((pair) => (pair.includes("=") ? [pair.split("=", 2)] : [])),
  );
}

/** A line as a number; NaN when it was not visible. */
export function numberOf(info: Info, name: string): number {
  const value = info[name];
  return value === undefined || value === "" ? Number.NaN : Number(value);
}

/** The keys of all databases; null when the keyspace was not visible. An empty Redis lists none. */
export function keyCount(info: Info): number | null {
  if (info.run_id === undefined) return null;
  let keys = 0;
  for (const [name, value] of Object.entries(info)) {
    if (/^db\d+$/.test(name)) keys += Number(fieldsOf(value).keys ?? 0);
  }
  return keys;
}

/** Redis' own clock in milliseconds; null when it does not say. */
export function serverTimeMs(info: Info): number | null {
  const micros = numberOf(info, "server_time_usec");
  return micros > 0 ? micros / 1_000 : null;
}
