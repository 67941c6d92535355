import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's, whatever Python comes first in PATH. */
const PYTHON = "/usr/bin/python3";
const RQ = "/usr/bin/rq";

const JOBS = `
import time
def ok(): return 1
def nap(seconds): time.sleep(seconds)
def boom(secret): raise ValueError('no\\nTypeError: ' + secret)
`;

/** Obeys one line of JSON at a time: {"queue", "job", "args", "count", "in"}; answers each with a line. */
const ENQUEUER = `
import sys, json, datetime
from redis import Redis
from rq import Queue
redis = Redis.from_url(sys.argv[1])
for line in sys.stdin:
    ask = json.loads(line)
    queue = Queue(ask['queue'], connection=redis)
    for _ in range(ask['count']):
        if ask['in'] is None: queue.enqueue('labjobs.' + ask['job'], *ask['args'])
        else: queue.enqueue_in(datetime.timedelta(seconds=ask['in']), 'labjobs.' + ask['job'], *ask['args'])
    print('done', flush=True)
`;

export type RqWorkerProcess = { name: string; kill(signal: NodeJS.Signals): Promise<void> };

export type Rq = {
  /** A real `rq worker` for these queues. */
  worker(name: string, queues: readonly string[], args?: readonly string[]): RqWorkerProcess;
  enqueue(queue: string, job: "ok" | "nap" | "boom", options?: Enqueue): Promise<void>;
  stop(): Promise<void>;
};
type Enqueue = { args?: readonly (string | number)[]; count?: number; inSeconds?: number };

/** RQ on that Redis, with a module of jobs in a folder of its own. */
export function startRq(redisUrl: string): Rq {
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-rq-"));
  writeFileSync(join(folder, "labjobs.py"), JOBS);
  const running: ChildProcess[] = [];
  // A group of its own: a killed worker leaves the process of its job behind.
  const start = (command: string, args: readonly string[]): ChildProcess => {
    const child = spawn(command, args, { cwd: folder, detached: true, stdio: ["pipe", "pipe", "ignore"] });
    running.push(child);
    return child;
  };
  const enqueuer = start(PYTHON, ["-c", ENQUEUER, redisUrl]);
  let turn: Promise<void> = Promise.resolve();
  return {
    worker(name, queues, args = []) {
      const child = start(RQ, ["worker", "-u", redisUrl, "--path", folder, "--name", name, ...args, ...queues]);
      child.stdout?.resume();
      return { name, kill: (signal) => end(child, signal, false) };
    },
    enqueue(queue, job, { args = [], count = 1, inSeconds } = {}) {
      turn = turn.then(() => {
        const done = new Promise<void>((resolve) => enqueuer.stdout?.once("data", () => resolve()));
        enqueuer.stdin?.write(`${JSON.stringify({ queue, job, args, count, in: inSeconds ?? null })}\n`);
        return done;
      });
      return turn;
    },
    async stop() {
      await Promise.all(running.map((child) => end(child, "SIGKILL", true)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals, wholeGroup: boolean): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  const gone = isOver ? null : new Promise<void>((resolve) => child.once("exit", () => resolve()));
  try {
    process.kill(wholeGroup ? -(child.pid as number) : (child.pid as number), signal);
  } catch {
    // Nobody of it is left.
  }
  if (signal === "SIGKILL" || signal === "SIGTERM") await gone;
}
