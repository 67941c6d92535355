import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** What the steps of one test run share. */
export type Run = {
  /** Holds reports and everything the tests put into temporary folders; gone when the run is over. */
  folder: string;
  /** The environment of whatever the run starts. */
  env: NodeJS.ProcessEnv;
  /** Aborted when the person, or the machine, wants the run to end. */
  signal: AbortSignal;
};

// The product's own settings (contract.md, Environment): a developer's must not reach what the tests start.
const PRODUCT_VARIABLES = [
  "PORT",
  "HOST",
  "PUBLIC_URL",
  "DATA_DIR",
  "DATABASE_URL",
  "REDIS_URL",
  "PULSEPAGE_CONFIG",
  "SMTP_URL",
  "MAIL_FROM",
  "SLACK_WEBHOOK_URL",
  "SESSION_SECRET",
  "ADMIN_TOKEN",
  "TRUST_PROXY",
  "OUTBOUND_ALLOW",
  "METRICS_TOKEN",
  "LOG_LEVEL",
];

/** Makes a folder for one run, lets `work` use it, and removes it whatever happens. */
export async function withRun<Result>(signal: AbortSignal, work: (run: Run) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "pulsepage-test-"));
  try {
    // A PostgreSQL server that a test starts as another user must get through to its own folder.
    await chmod(folder, 0o711);
    // Short, because Unix sockets live in it: their paths end at 107 characters.
    const temporary = join(folder, "t");
    await mkdir(temporary);
    return await work({ folder, env: testEnv(process.env, temporary), signal });
  } finally {
    // Files may still appear while a killed browser's profile is being removed.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The environment without the product's settings, with the pinned Node first and temporary files in `temporary`. */
export function testEnv(env: NodeJS.ProcessEnv, temporary: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !PRODUCT_VARIABLES.includes(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [resolve("node_modules/.bin"), env.PATH ?? ""].join(delimiter),
    TMPDIR: temporary,
    NO_COLOR: "1",
    NEXT_TELEMETRY_DISABLED: "1",
  } as unknown as NodeJS.ProcessEnv;
}
