import { parseArgs } from "node:util";
import { readConfig } from "#lib/config/environment.ts";
import { examine } from "#lib/monitor/doctor/examine.ts";
import type { Step } from "#lib/monitor/doctor/step.ts";
import { aclLine, LEAST_RIGHTS, RIGHTS } from "#lib/monitor/redis/acl.ts";
import { type RedisTarget, redisTarget } from "#lib/monitor/redis/target.ts";
import { say, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE =
  "pulsepage doctor [REDIS_URL] [--read-only] [--json] [--ca FILE] [--cert FILE] [--key FILE] [--servername NAME]";

const MARK: Record<Step["result"], string> = { ok: "ok     ", note: "note   ", failed: "FAILED ", skipped: "–      " };

/** Examines a Redis and prints what each step found, and the user a monitor needs. Never prints the password. */
export async function doctor(args: string[]): Promise<number> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { "read-only": flag, json: flag, ca: text, cert: text, key: text, servername: text },
  });
  const address = positionals[0] ?? readConfig(process.env).redisUrl;
  if (positionals.length > 1 || !/^rediss?:\/\//.test(address) || !URL.canParse(address)) return wrongUsage(USAGE);
  let target: RedisTarget;
  try {
    target = redisTarget(address, values);
  } catch {
    process.stderr.write("A file for TLS cannot be read, or the address is not usable.\n");
    return 2;
  }
  const steps = await examine(target, { readOnly: values["read-only"] ?? false }, Date.now());
  const isWell = steps.every((one) => one.result !== "failed");
  const user = {
    least: aclLine([LEAST_RIGHTS], target.db),
    all: aclLine(
      RIGHTS.map((one) => one.rules),
      target.db,
    ),
  };
  const shown = `${target.tls ? "rediss" : "redis"}://${target.host.includes(":") ? `[${target.host}]` : target.host}:${target.port}/${target.db}`;
  if (values.json)
    say(JSON.stringify({ target: shown, healthy: isWell, steps, acl: { ...user, rights: RIGHTS } }, null, 2));
  else say([shown, "", ...steps.flatMap(lines), "", ...rightsText(user)].join("\n"));
  return isWell ? 0 : 1;
}

function lines({ step, result, says, cause, advice = [], commands = [] }: Step): string[] {
  const indent = " ".repeat(14);
  return [
    `${MARK[result]}${step.padEnd(6)} ${says}${cause === undefined ? "" : ` [${cause}]`}`,
    ...advice.map((one) => `${indent}${one}`),
    ...commands.map(({ run, does, danger }) => `${indent}$ ${run}   # ${danger}: ${does}`),
  ];
}

function rightsText({ least, all }: { least: string; all: string }): string[] {
  return [
    "A user for the monitor, given by an admin (what you leave out is not visible, and no alarm):",
    `  at least    ${least}`,
    `  everything  ${all}`,
    ...RIGHTS.map(({ gives, rules }) => `    ${gives}: ${rules}`),
  ];
}
