import { classifyLogLine, STARTED } from "#lib/diagnosis/log-lines.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { withoutAddresses } from "#lib/monitor/recorder/redact.ts";
import { LogFile } from "./log-file.ts";

const LOOK_EVERY_MS = SECOND;
/** So long a warning stays part of the evidence. */
const REMEMBERED_MS = 10 * MINUTE;
/** What ends a process: no news any more once it runs again. */
const ENDINGS = ["log_crashed", "log_oom", "log_stopped", "log_data_damaged", "log_port_taken"];

type Heard = { count: number; lastAt: Instant };

/** Listens to the log file of one Redis and counts its warnings by class. */
export class LogWatch {
  readonly #file: LogFile;
  readonly #clock: () => Instant;
  readonly #timer: NodeJS.Timeout;
  readonly #heard = new Map<string, Heard>();
  readonly #log: Log;
  #lastLine = "";
  #reading: Promise<void> = Promise.resolve();
  #isBusy = false;
  #isReadable: boolean | null = null;

  constructor(path: string, clock: () => Instant, log: Log) {
    this.#file = new LogFile(path);
    this.#clock = clock;
    this.#log = log;
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.look();
  }

  /** Reads what was written since the last look. */
  look(): Promise<void> {
    if (this.#isBusy) return this.#reading;
    this.#isBusy = true;
    this.#reading = this.#read()
      .catch((error) => this.#log.warn({ err: describeThrown(error) }, "A log file could not be read on."))
      .finally(() => {
        this.#isBusy = false;
      });
    return this.#reading;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
    await this.#file.close();
  }

  /** How many warnings of each class the last ten minutes brought, and the last of them without addresses. */
  facts(now: Instant): Facts {
    for (const [fact, { lastAt }] of this.#heard) if (now - lastAt > REMEMBERED_MS) this.#heard.delete(fact);
    if (this.#heard.size === 0) return {};
    return {
      ...Object.fromEntries([...this.#heard].map(([fact, { count }]) => [fact, count])),
      log_line: this.#lastLine,
    };
  }

  async #read(): Promise<void> {
    const lines = await this.#file.read();
    this.#say(lines !== null);
    for (const line of lines ?? []) this.#take(line);
  }

  #say(isReadable: boolean): void {
    if (!isReadable && this.#isReadable !== false)
      this.#log.warn({}, "A log file of a watched Redis cannot be read; it is tried again.");
    this.#isReadable = isReadable;
  }

  #take(line: string): void {
    if (STARTED.test(line)) for (const fact of ENDINGS) this.#heard.delete(fact);
    const fact = classifyLogLine(line);
    if (fact === null) return;
    const before = this.#heard.get(fact);
    this.#heard.set(fact, { count: (before?.count ?? 0) + 1, lastAt: this.#clock() });
    this.#lastLine = readable(line);
  }
}

/** The words of a line: without process id and time, without addresses, names of clients and quoted text. */
function readable(line: string): string {
  const words = line.replace(/^\d+:[A-Z] .{0,40}? [.\-*#] /, "");
  const hidden = words
    .replace(/Client (id=).* (scheduled|closing)/, "A client $2")
    .replace(/\b(laddr|addr|name|user|argv)=\S*/g, "")
    .replace(/"[^"]*"|'[^']*'/g, "…");
  return withoutAddresses(hidden).slice(0, 160);
}
