import { accessSync, constants } from "node:fs";
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

const readableFile = z.string().refine(isReadable, "must name a file that can be read");

/** For rediss:// with an authority of one's own, or a Redis that asks for a certificate: PEM files. */
export const tlsFiles = z.strictObject({
  ca: readableFile.optional(),
  cert: readableFile.optional(),
  key: readableFile.optional(),
  /** The name that the certificate must be for, where it is not the host's. */
  servername: z.string().min(1).optional(),
});

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
