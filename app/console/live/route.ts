import { currentActor } from "#lib/access/sessions.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { runtime } from "#lib/runtime.ts";
import { readConsoleMark } from "#lib/store/console-mark.ts";
import { MarkWatch } from "./mark-watch.ts";

export const dynamic = "force-dynamic";

const LOOK_EVERY_MS = 400;
/** Shorter than anything between us and the browser waits for a word. */
const BEAT_MS = 20 * SECOND;
/** The browser asks again by itself. */
const LONGEST_MS = 10 * MINUTE;

let watch: MarkWatch | null = null;
/** What ends each stream. */
const ending = new Set<() => void>();
// A process that is told to end waits for its answers to end: these would take their time.
process.once("SIGTERM", () => {
  for (const end of ending) end();
});

/** `GET /console/live?seen=MARK`: one event as soon as something is not what it was at that mark, for operators alone. */
export async function GET(request: Request): Promise<Response> {
  const parts = runtime();
  const isSignedIn = async () => (await currentActor(parts, request.headers, Date.now())) !== null;
  if (!(await isSignedIn())) return new Response(null, { status: 401 });
  const seen = new URL(request.url).searchParams.get("seen") ?? "";
  watch ??= new MarkWatch(() => readConsoleMark(parts.db), LOOK_EVERY_MS);
  return new Response(changesSince(seen, watch, isSignedIn, request.signal), {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}

function changesSince(
  seen: string,
  marks: MarkWatch,
  isSignedIn: () => Promise<boolean>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream({
    start(controller) {
      let told = seen;
      let isOpen = true;
      // Whoever has gone may go while we look: to write to nobody would be a fault of its own.
      const say = (text: string) => isOpen && controller.enqueue(encoder.encode(text));
      const silence = marks.listen((mark) => {
        if (mark === told) return;
        told = mark;
        say(`data: ${mark}\n\n`);
      });
      const close = () => {
        if (!isOpen) return;
        end();
        controller.close();
      };
      const beat = setInterval(async () => {
        if (await isSignedIn().catch(() => true)) say(": still here\n\n");
        else close();
      }, BEAT_MS);
      const longest = setTimeout(close, LONGEST_MS);
      end = () => {
        isOpen = false;
        ending.delete(close);
        silence();
        clearInterval(beat);
        clearTimeout(longest);
        end = () => {};
      };
      ending.add(close);
      signal.addEventListener("abort", () => end());
      say("retry: 2000\n\n");
    },
    cancel() {
      end();
    },
  });
}
