export type Encoding = "br" | "gzip" | "identity";

const REMEMBERED_MAX = 200;
const chosen = new Map<string, Encoding>();

/** The encoding that this Accept-Encoding prefers among ours; `q=0` is a refusal, and among equals the smallest wins (RFC 9110 §12.5.3). */
export function chooseEncoding(accept: string | undefined): Encoding {
  if (accept === undefined) return "identity";
  // Browsers send one of a few lines: each is read once.
  let encoding = chosen.get(accept);
  if (encoding === undefined) {
    encoding = choose(accept);
    if (chosen.size < REMEMBERED_MAX) chosen.set(accept, encoding);
  }
  return encoding;
}

function choose(accept: string): Encoding {
  const weights = new Map<string, number>();
  for (const part of accept.slice(0, 1_000).split(",")) {
    const [name = "", ...parameters] = part.split(";").map((one) => one.trim().toLowerCase());
    if (name !== "") weights.set(name === "x-gzip" ? "gzip" : name, weight(parameters));
  }
  const weightOf = (name: Encoding) => weights.get(name) ?? weights.get("*") ?? 0;
  const br = weightOf("br");
  const gzip = weightOf("gzip");
  // Identity is always acceptable unless refused, but it is never asked for in preference to a smaller one by default.
  const identity = weights.get("identity") ?? 0;
  if (br > 0 && br >= gzip && br >= identity) return "br";
  return gzip > 0 && gzip >= identity ? "gzip" : "identity";
}

function weight(parameters: readonly string[]): number {
  const given = parameters.find((one) => one.startsWith("q="));
  if (given === undefined) return 1;
  const value = Number(given.slice(2));
  return value >= 0 && value <= 1 ? value : 0;
}
