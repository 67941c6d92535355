import { z } from "zod";

const seconds = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** "10s", "1.5m", "250ms" or plain seconds, in milliseconds. */
export const duration = (minMs: number, maxMs: number) =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    const match = seconds.exec(String(value).trim());
    const ms = match ? Number(match[1]) * UNIT_MS[(match[2] ?? "s") as keyof typeof UNIT_MS] : Number.NaN;
    if (ms >= minMs && ms <= maxMs) return Math.round(ms);
    context.addIssue({
      code: "custom",
      message: `must be a duration between ${minMs / 1_000}s and ${maxMs / 1_000}s, such as 10s`,
    });
    return z.NEVER;
  });

/** What addresses and files call something. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lowercase letters, digits and hyphens")
  .max(80);
/** What people call something. */
export const name = z.string().trim().min(1, "must not be empty").max(120);
