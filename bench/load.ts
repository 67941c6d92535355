import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { commandPath, type Rival } from "./rivals.ts";

const run = promisify(execFile);

export type Load = { perSecond: number; p99Ms: number };

const CONNECTIONS = 64;

/** What a browser says when it opens a page. */
const BROWSER = {
  Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  "Accept-Encoding": "gzip, deflate, br",
  "Accept-Language": "en-GB,en;q=0.9,de;q=0.8",
  "Cache-Control": "max-age=0",
  "Sec-Fetch-Dest": "document",
  "Sec-Fetch-Mode": "navigate",
  "Sec-Fetch-Site": "none",
  "Upgrade-Insecure-Requests": "1",
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
};

/** The program that makes the load here. */
export function loadProgram(): "wrk" | "a small program of ours" {
  return commandPath("wrk") ? "wrk" : "a small program of ours";
}

/**
 * Asks for a page as fast as it is answered, on 64 connections.
 *
 * @param pinned the words that put the asking program on its processor.
 * @throws when an answer was anything but 200 or 304.
 */
export async function loadPage(
  { url, extra = {} }: Pick<Rival, "url" | "extra">,
  seconds: number,
  pinned: readonly string[],
): Promise<Load> {
  const said = { ...BROWSER, ...extra };
  const wrk = commandPath("wrk");
  const [program = "", ...args] = [
    ...pinned,
    ...(wrk ? wrkCommand(wrk, url, seconds, said) : ourCommand(url, seconds, said)),
  ];
  const { stdout } = await run(program, args);
  return wrk ? readWrk(stdout) : (JSON.parse(stdout) as Load);
}

function wrkCommand(wrk: string, url: string, seconds: number, headers: Record<string, string>): string[] {
  const said = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  return [wrk, "-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "--latency", ...said, url];
}

function ourCommand(url: string, seconds: number, headers: Record<string, string>): string[] {
  const { host, port, pathname } = new URL(url);
  const said = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${pathname} HTTP/1.1\r\n${said.join("")}\r\n`;
  const program = join(import.meta.dirname, "load-source.ts");
  return [process.execPath, program, port, String(CONNECTIONS), String(seconds), request];
}

function readWrk(output: string): Load {
  const perSecond = /Requests\/sec:\s+([\d.]+)/.exec(output)?.[1];
  const [, p99, unit = ""] = /99%\s+([\d.]+)(us|ms|s)/.exec(output) ?? [];
  const isClean = !/Non-2xx|Socket errors/.test(output);
  if (!isClean || perSecond === undefined || p99 === undefined)
    throw new Error(`wrk was not answered well:\n${output}`);
  const inMs = { us: 0.001, ms: 1, s: 1_000 }[unit] ?? Number.NaN;
  return { perSecond: Number(perSecond), p99Ms: Number(p99) * inMs };
}
