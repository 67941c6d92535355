#!/usr/bin/env node
import { ConfigError } from "#lib/config/environment.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { describeThrown } from "#lib/log.ts";

const USAGE = `Pulsepage, the status page for platforms that live on Redis.

  pulsepage start [--only front|web|worker] [--dev]
  pulsepage build
  pulsepage token create --name NAME --role ROLE
  pulsepage operator add --email ADDRESS --name NAME --role ROLE
  pulsepage incident open|update|resolve|list …
  pulsepage maintenance schedule|cancel|complete …
  pulsepage audit list|verify
  pulsepage import statuspage|uptime-kuma|upptime PLACE [--dry-run]
  pulsepage plan|apply -f status.yaml
  pulsepage schema
  pulsepage backup [--out FILE] | --list
  pulsepage restore FILE
  pulsepage move --to postgres://…
  pulsepage export [--out DIR|s3://…] [--from URL] [--watch]
  pulsepage emergency "TEXT" | --clear
  pulsepage doctor [REDIS_URL]
  pulsepage bounce < MAIL

Run a command with --help for its options. Exit status: 0 done, 1 refused or failed, 2 wrong usage.
`;

type Command = { run: (args: string[]) => Promise<number>; usage: string };

// Loaded when asked for: posting an incident needs no front, and starting needs no verbs.
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => ({ run: (await import("#lib/supervisor/start.ts")).start, usage: USAGE }),
  build: async () => {
    const { build } = await import("#lib/supervisor/build.ts");
    return { run: async () => ((await build(process.cwd())) ? 0 : 1), usage: USAGE };
  },
  run: async () => {
    const { runPart } = await import("#lib/supervisor/run-part.ts");
    return { run: ([part, how]) => runPart(part, how), usage: USAGE };
  },
  token: async () => {
    const { token: run, USAGE: usage } = await import("./commands/token.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  operator: async () => {
    const { operator: run, USAGE: usage } = await import("./commands/operator.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  incident: async () => {
    const { incident: run, USAGE: usage } = await import("./commands/incident.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  maintenance: async () => {
    const { maintenance: run, USAGE: usage } = await import("./commands/maintenance.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  plan: async () => {
    const { plan: run, PLAN_USAGE: usage } = await import("./commands/configuration.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  apply: async () => {
    const { apply: run, APPLY_USAGE: usage } = await import("./commands/configuration.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  schema: async () => {
    const { schema: run, SCHEMA_USAGE: usage } = await import("./commands/configuration.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  backup: async () => {
    const { backup: run, USAGE: usage } = await import("./commands/backup.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  restore: async () => {
    const { restore: run, USAGE: usage } = await import("./commands/restore.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  move: async () => {
    const { move: run, USAGE: usage } = await import("./commands/move.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  import: async () => {
    const { importFrom: run, USAGE: usage } = await import("./commands/import.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  audit: async () => {
    const { audit: run, USAGE: usage } = await import("./commands/audit.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  export: async () => {
    const { exportSite: run, USAGE: usage } = await import("./commands/export.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  doctor: async () => {
    const { doctor: run, USAGE: usage } = await import("./commands/doctor.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  bounce: async () => {
    const { bounce: run, USAGE: usage } = await import("./commands/bounce.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
  emergency: async () => {
    const { emergency: run, USAGE: usage } = await import("./commands/emergency.ts");
    return { run, usage: `Usage: ${usage}\n` };
  },
};

async function main([name = "", ...args]: string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    const asked = name === "help" || name === "--help";
    (asked ? process.stdout : process.stderr).write(
      name === "" || asked ? USAGE : `There is no command “${name}”.\n\n${USAGE}`,
    );
    return asked ? 0 : 2;
  }
  try {
    const { run, usage } = await load();
    if (!args.includes("--help")) return await run(args);
    process.stdout.write(usage);
    return 0;
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): number {
  const isUsage = error instanceof TypeError && String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  const isExpected = error instanceof ConfigError || error instanceof DomainError || isUsage;
  process.stderr.write(
    `${isExpected ? (error as Error).message : `Something went wrong: ${describeThrown(error).message}`}\n`,
  );
  return isUsage ? 2 : 1;
}

process.exitCode = await main(process.argv.slice(2));
