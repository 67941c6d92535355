import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import type { SiteExport } from "./export-site.ts";

/** Changes in quick succession make one round. */
const GATHER_MS = SECOND;
/** Without a change: so that the age a page states stays true. */
const ANEW_MS = MINUTE;
const RETRY_MS = 5 * SECOND;
/** A page that has just been started is not there at once. */
const FAILURES_UNSAID = 2;

/** Exports after each change the page tells of, and once a minute; goes on after failures. Ends on `stop`. */
export function followSite(from: string, site: SiteExport, log: Log): { stop(): Promise<void> } {
  const ended = new AbortController();
  let wake = () => {};
  let isNews = false;
  const news = () => {
    isNews = true;
    wake();
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const rounds = async () => {
    let failures = 0;
    while (!ended.signal.aborted) {
      isNews = false;
      let next = ANEW_MS;
      try {
        const { missed, ...done } = await site.round();
        failures = 0;
        if (missed.length > 0) next = RETRY_MS;
        if (done.written + done.removed > 0) log.debug(done, "The copy of the site is as the page is.");
      } catch (error) {
        failures += 1;
        const say = failures > FAILURES_UNSAID ? "warn" : "debug";
        log[say]({ err: describeThrown(error) }, "The site could not be exported; it is tried again.");
        next = RETRY_MS;
      }
      if (!isNews && !ended.signal.aborted) await pause(next);
      if (isNews && !ended.signal.aborted) await pause(GATHER_MS);
    }
  };
  void listenFor(`${from}/events`, news, ended.signal);
  const running = rounds();
  return {
    async stop() {
      ended.abort();
      wake();
      await running;
    },
  };
}

/** Calls `news` for every change that the page tells of, and whenever it is heard again after a silence. */
async function listenFor(address: string, news: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const answer = await fetch(address, { headers: { accept: "text/event-stream" }, signal });
      if (!answer.ok || answer.body === null) throw new Error(`The page answered ${answer.status} for its events.`);
      const decoder = new TextDecoder();
      for await (const chunk of answer.body) if (/^event: change/m.test(decoder.decode(chunk))) news();
    } catch {
      // Rounds go on by the clock; what is wrong is said there.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
  }
}
