import { parseArgs } from "node:util";
import { type Config, readConfig } from "#lib/config/environment.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { createLog } from "#lib/log.ts";
import { SiteExport } from "#lib/publish/export/export-site.ts";
import { followSite } from "#lib/publish/export/follow.ts";
import { targetOf } from "#lib/publish/export/target-of.ts";
import { say, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage export [--out DIR|s3://…] [--from URL] [--watch] [--json]
  Writes the running page as static files; without --out to where EXPORT_TO says. --watch: again after each change.`;

/** Copies the running page, as everybody reads it, to a folder or a bucket. */
export async function exportSite(args: string[]): Promise<number> {
  const options = {
    out: { type: "string" },
    from: { type: "string" },
    watch: { type: "boolean" },
    json: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args, options });
  const config = readConfig(process.env);
  const out = values.out ?? config.exportTo;
  if (out === null) return wrongUsage(USAGE);
  const from = (values.from ?? ownAddress(config)).replace(/\/+$/, "");
  const log = createLog(config.logLevel, "export");
  const target = targetOf(out);
  const site = new SiteExport(from, target, log);
  if (values.watch) return watch(from, site, log);
  const { missed, isPrivate, ...done } = await site.round();
  if (isPrivate)
    throw new DomainError(
      "forbidden",
      `The page is private: a copy could be read by everyone. Nothing was exported; ${done.removed} files of an earlier export were removed.`,
    );
  if (values.json) say(JSON.stringify({ ...done, missed }));
  else say(`${done.written} files written to ${target.name}, ${done.removed} removed, ${missed.length} not reached.`);
  return missed.length === 0 ? 0 : 1;
}

async function watch(from: string, site: SiteExport, log: ReturnType<typeof createLog>): Promise<number> {
  const following = followSite(from, site, log);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await following.stop();
  return 0;
}

/** Where the front listens on this machine. */
function ownAddress({ host, port }: Config): string {
  const reached = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[host] ?? (host.includes(":") ? `[${host}]` : host);
  return `http://${reached}:${port}`;
}
