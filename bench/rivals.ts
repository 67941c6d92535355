import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually, freePort } from "#e2e/product.ts";
import { findCommand, thisMachine } from "#e2e/provision/machine.ts";
import type { Bench } from "./bench.ts";
import type { Answer } from "./size.ts";

/** Who answers, and where. */
export type Rival = {
  name: string;
  url: string;
  /** What is said besides what a browser says. */
  extra?: Readonly<Record<string, string>>;
};

// What each server says of itself and of the connection is its own affair.
const OWN_HEADERS = new Set(["date", "connection", "keep-alive", "server", "transfer-encoding"]);

/** The command's path; null when it is not on this machine. */
export function commandPath(name: string): string | null {
  return findCommand(name, thisMachine(process.env).commandFolders);
}

/** The words that put a command on one processor; none where that cannot be done. */
export function onProcessor(processor: number, processors: number): string[] {
  const taskset = commandPath("taskset");
  return taskset && processors > 1 ? [taskset, "-c", String(processor)] : [];
}

/** Puts all threads of a process that runs already on one processor. */
export function pin(pid: number, processor: number, processors: number): void {
  const [taskset] = onProcessor(processor, processors);
  if (taskset) execFileSync(taskset, ["-a", "-p", "-c", String(processor), String(pid)], { stdio: "ignore" });
}

/** A bare `node:http` server that says what the product said. */
export async function startBareNode(bench: Bench, answer: Answer, pinned: readonly string[]): Promise<Rival> {
  const port = await freePort();
  writeFileSync(join(bench.folder, "head.json"), JSON.stringify(headers(answer).flat()));
  writeFileSync(join(bench.folder, "page.br"), answer.bytes);
  return start(bench, "bare node:http", port, [
    ...pinned,
    process.execPath,
    join(import.meta.dirname, "bare-server.ts"),
    bench.folder,
    String(port),
  ]);
}

/** nginx with one worker, serving the same bytes from a file; null when it is not on this machine. */
export async function startNginx(bench: Bench, answer: Answer, pinned: readonly string[]): Promise<Rival | null> {
  const nginx = commandPath("nginx");
  if (nginx === null) return null;
  const port = await freePort();
  const folder = join(bench.folder, "nginx");
  mkdirSync(join(folder, "pages"), { recursive: true });
  writeFileSync(join(folder, "pages/index.html"), answer.bytes);
  writeFileSync(join(folder, "nginx.conf"), nginxConfig(folder, port, answer));
  const command = [nginx, "-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
  return start(bench, "nginx", port, [...pinned, ...command]);
}

/** nginx with one worker, serving an exported copy of the site as docs/operations.md has it; null when it is not here. */
export async function startExported(bench: Bench, site: string, pinned: readonly string[]): Promise<Rival | null> {
  const nginx = commandPath("nginx");
  if (nginx === null) return null;
  const port = await freePort();
  const folder = join(bench.folder, "nginx-exported");
  mkdirSync(folder, { recursive: true });
  const server = `listen 127.0.0.1:${port}; root ${site}; index index.html; gzip_static on; default_type text/html;`;
  writeFileSync(join(folder, "nginx.conf"), nginxFrame(folder, server));
  const command = [nginx, "-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
  return start(bench, "nginx with the exported site", port, [...pinned, ...command]);
}

function nginxConfig(folder: string, port: number, answer: Answer): string {
  const own = new Set(["content-type", "content-length"]);
  const added = headers(answer).filter(([name]) => !own.has(name.toLowerCase()));
  const type = headers(answer).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "text/html";
  const server = `etag off; if_modified_since off; types { } default_type "${type}";
    listen 127.0.0.1:${port};
    root ${folder}/pages;
    add_header Last-Modified "";
${added.map(([name, value]) => `    add_header ${name} ${quoted(value)};`).join("\n")}`;
  return nginxFrame(folder, server);
}

function nginxFrame(folder: string, server: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `${process.getuid?.() === 0 ? "user root;" : ""}
daemon off;
worker_processes 1;
pid ${folder}/pid;
events { worker_connections 1024; }
http {
  access_log off;
  gzip off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=10;
${temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join("\n")}
  server {
    ${server}
  }
}
`;
}

function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function headers({ rawHeaders }: Answer): [name: string, value: string][] {
  const pairs = Array.from(
    { length: rawHeaders.length / 2 },
    (_, i) => [rawHeaders[2 * i] as string, rawHeaders[2 * i + 1] as string] as [string, string],
  );
  return pairs.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
}

async function start(bench: Bench, name: string, port: number, [program = "", ...args]: string[]): Promise<Rival> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  child.on("error", (error) => (said += error.message));
  bench.defer(() => end(child));
  const url = `http://127.0.0.1:${port}/`;
  await eventually(`${name} to answer`, async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${said}`);
    return (await fetch(url).catch(() => null))?.status === 200;
  });
  return { name, url };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  await gone;
}
