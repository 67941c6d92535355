import type { Command } from "#lib/diagnosis/rule.ts";
import type { QueueState } from "#lib/domain/queue.ts";

export type QueueSystem = QueueState["system"];

/** What operators type, by system. */
export const TOOLS: Record<
  QueueSystem,
  { look: Command; workers: Command; failed: Command; resume: Command; log: Command }
> = {
  rq: {
    look: {
      run: "rq info -u redis://{host}:{port} --by-queue",
      does: "Queues and who listens to them",
      danger: "safe",
    },
    workers: {
      run: "systemctl restart 'rq-worker*'",
      does: "Starts the workers anew; a job in hand is run to its end first",
      danger: "careful",
    },
    failed: {
      run: "rq requeue -u redis://{host}:{port} --queue {failed_queue} --all",
      does: "Runs the failed jobs again, once what made them fail is mended",
      danger: "careful",
    },
    resume: { run: "rq resume -u redis://{host}:{port}", does: "Lets workers take jobs again", danger: "careful" },
    log: { run: "journalctl -u 'rq-worker*' -n 100", does: "The workers' last words", danger: "safe" },
  },
  bullmq: {
    look: {
      run: "redis-cli -h {host} -p {port} CLIENT LIST | grep -o 'name=bull:[^ ]*' | sort | uniq -c",
      does: "Who listens to which queue (names in base64)",
      danger: "safe",
    },
    workers: { run: "systemctl restart 'worker*'", does: "Starts the workers anew", danger: "careful" },
    failed: {
      run: 'node -e \'const { Queue } = require("bullmq"); new Queue("{failed_queue}", { connection: { host: "{host}", port: {port} } }).retryJobs().then(process.exit)\'',
      does: "Runs the failed jobs again, once what made them fail is mended",
      danger: "careful",
    },
    resume: {
      run: 'node -e \'const { Queue } = require("bullmq"); new Queue("{late_queue}", { connection: { host: "{host}", port: {port} } }).resume().then(process.exit)\'',
      does: "Lets workers take jobs again",
      danger: "careful",
    },
    log: { run: "journalctl -u 'worker*' -n 100", does: "The workers' last words", danger: "safe" },
  },
};

/** For workers of any kind. */
export const PROCESSES: Command = {
  run: "ps -eo pid,stat,etime,args | grep -i worker",
  does: "Do worker processes run? T is stopped, D waits for a disk",
  danger: "safe",
};
export const KERNEL: Command = {
  run: "dmesg -T | grep -i -E 'oom|killed process'",
  does: "Did the kernel end one for want of memory?",
  danger: "safe",
};
