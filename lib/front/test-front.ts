import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "#lib/log.ts";
import type { PageDoor } from "#lib/services/read-page-door.ts";
import { type Front, type FrontOptions, startFront } from "./main.ts";
import { startTestWeb, type TestWeb } from "./test-web.ts";

/** A front with everything it meets, for tests. The clock stands still until it is moved. */
export type TestFront = {
  url: string;
  port: number;
  web: TestWeb;
  dataDir: string;
  now: { at: number };
  version: { is: number | "gone" };
  said: string[];
  options: FrontOptions;
  /** Starts it again on the same folder, as after a crash or a stop. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** A page that everyone may read. */
export const OPEN_DOOR: PageDoor = {
  name: "Status",
  isPrivate: false,
  networks: [],
  password: null,
  links: [],
  domains: [],
  languages: ["en"],
};

export async function startTestFront(
  onEnd: (end: () => Promise<void>) => void,
  given: Partial<FrontOptions> = {},
): Promise<TestFront> {
  const web = await startTestWeb(onEnd);
  const dataDir = given.dataDir ?? mkdtempSync(join(tmpdir(), "pulsepage-front-"));
  const now = { at: Date.parse("2026-11-23T14:00:00Z") };
  const version: TestFront["version"] = { is: 1 };
  const said: string[] = [];
  const options: FrontOptions = {
    port: 0,
    host: "127.0.0.1",
    publicUrl: "https://status.example.test",
    webUrl: web.url,
    dataDir,
    version: {
      read: async () => {
        if (version.is === "gone") throw new Error("The store is gone.");
        return version.is;
      },
    },
    door: async () => OPEN_DOOR,
    secret: "a-secret-of-at-least-thirty-two-characters",
    ready: async () => ({ ready: true, reasons: [] }),
    metrics: async () => "status_state_version 1\n",
    metricsToken: null,
    trustProxy: [],
    log: quietLog(said),
    clock: () => now.at,
    root: dataDir,
    ...given,
  };
  let front: Front | null = await startFront(options);
  const stop = async () => {
    await front?.stop();
    front = null;
  };
  onEnd(async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const { port } = front;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    web,
    dataDir,
    now,
    version,
    said,
    options,
    stop,
    async restart() {
      await stop();
      front = await startFront({ ...options, port });
    },
  };
}

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
  text: string;
};

/** One plain request: no decoding, no redirects, headers exactly as given. */
export function get(
  url: string,
  headers: Record<string, string | string[]> = {},
  method = "GET",
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString() });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Looks every 10 ms until the condition holds. @throws after 25 seconds, naming what was awaited. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + 25_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A log that is read by the test alone. */
export function quietLog(said: string[]): Log {
  const note = (...words: unknown[]) => void said.push(words.map((one) => JSON.stringify(one)).join(" "));
  return { debug: note, info: note, warn: note, error: note };
}
