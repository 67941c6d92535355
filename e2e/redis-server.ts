import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually, freePort } from "./product.ts";

export type RedisServer = {
  port: number;
  url: string;
  /** Sends a signal to the process that runs now. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and folder, after it has died. */
  restart(): Promise<void>;
  /** Sends one inline command and returns the first answer as Redis wrote it. */
  say(command: string): Promise<string>;
  stop(): Promise<void>;
};

const START_TRIES = 5;

/** A real redis-server on a free port with a folder of its own, without persistence unless `args` say otherwise. */
export async function startRedis(args: readonly string[] = []): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), "pulsepage-redis-"));
  let port = await freePort();
  let child: ChildProcess;
  /** @returns false when it ended at once: somebody else has its port, or in a cluster the one of its bus. */
  const begin = async (): Promise<boolean> => {
    child = spawn(
      "redis-server",
      ["--port", String(port), "--save", "", "--dir", dir, "--bind", "127.0.0.1", ...args],
      { stdio: "ignore" },
    );
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    await eventually("redis-server to answer", async () => {
      const answers = /^(\+PONG|-NOAUTH|-LOADING)/.test(await say(port, "PING").catch(() => ""));
      return answers || hasEnded();
    });
    return !hasEnded();
  };
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ends = signal === "SIGKILL" || signal === "SIGTERM";
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    if (ends) await gone;
  };
  for (let tries = 1; !(await begin()); tries += 1) {
    if (tries === START_TRIES) throw new Error(`redis-server ${args.join(" ")} ends at once.`);
    port = await freePort();
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      if (!(await begin())) throw new Error(`Another program has taken port ${port} meanwhile.`);
    },
    say: (command) => say(port, command),
    async stop() {
      await kill("SIGKILL");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function say(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${command}\r\n`));
    socket.setTimeout(1_000, () => socket.destroy(new Error("no answer")));
    socket.once("data", (chunk) => {
      socket.destroy();
      resolve(chunk.toString());
    });
    socket.once("error", reject);
  });
}
