import { writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { eventually, type Product, startProduct } from "#e2e/product.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";
import { type SmtpSink, startSmtpSink } from "#e2e/smtp-sink.ts";
import { atMost, type Bench, type Block, inMs, told } from "./bench.ts";

const KILLS = 5;
const STOPS = 3;
const POLL_MS = 5;
const WITHIN_MS = 30_000;
const TOKEN = "bench-admin-token-of-at-least-32-characters";
const CALM = "All systems operational";

/** Milliseconds from the signal until each part of the product knew. */
type Round = { verdict: number; page: number; mail: number };

type Stage = { product: Product; smtp: SmtpSink; agent: Agent };

/** How long it takes from the death of a Redis to the verdict, the page and the first message. */
export async function measureDetection(bench: Bench): Promise<Block> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  bench.defer(() => agent.destroy());
  const servers: RedisServer[] = [];
  // One server per round: a monitor that has just failed waits longer before it says that all is well.
  for (let i = 0; i < KILLS + STOPS; i += 1) {
    const server = await startRedis();
    bench.defer(() => server.stop());
    servers.push(server);
  }
  const smtp = await startSmtpSink();
  bench.defer(() => smtp.stop());
  const stage = { product: await startWatching(bench, servers, smtp), smtp, agent };
  const rounds: Round[] = [];
  for (const [i, server] of servers.entries()) rounds.push(await oneRound(stage, server, i));
  return describe(rounds.slice(0, KILLS), rounds.slice(KILLS));
}

function describe(kills: readonly Round[], stops: readonly Round[]): Block {
  const figure = (name: string, part: keyof Round, limit: number, target: string) => {
    const values = kills.map((round) => round[part]);
    return atMost(`SIGKILL to ${name}`, inMs(values), Math.max(...values), limit, target);
  };
  const stopped = (part: keyof Round) => inMs(stops.map((round) => round[part]));
  return {
    title: "Detection",
    figures: [
      figure("verdict", "verdict", 1_000, "max under 1 s"),
      figure("page", "page", 1_500, "max under 1.5 s"),
      figure("message accepted by the mail server", "mail", 2_000, "max under 2 s"),
      told("SIGSTOP to verdict", stopped("verdict")),
      told("SIGSTOP to page", stopped("page")),
    ],
    notes: [
      `${kills.length} rounds of SIGKILL, ${stops.length} of SIGSTOP; notify_after 0s; verdict: time of the worker's log line; page polled every ${POLL_MS} ms.`,
    ],
  };
}

/** The product, watching each of the servers for a component of its own, with one reader by mail. */
async function startWatching(bench: Bench, servers: readonly RedisServer[], smtp: SmtpSink): Promise<Product> {
  const config = join(bench.folder, "detection.yaml");
  writeFileSync(
    config,
    [
      "components:",
      ...servers.map((_, i) => `  - { slug: queue-${i}, name: Queue ${i} }`),
      "monitors:",
      ...servers.map(
        ({ url }, i) =>
          `  - { key: redis-${i}, type: redis, url: "${url}", components: [queue-${i}], notify_after: 0s }`,
      ),
      "",
    ].join("\n"),
  );
  const env = { PULSEPAGE_CONFIG: config, SMTP_URL: smtp.url, ADMIN_TOKEN: TOKEN };
  const starting = startProduct({ env, dataDir: join(bench.folder, "detection") });
  bench.defer(async () => (await starting.catch(() => null))?.stop());
  const product = await starting;
  const answer = await fetch(`${product.url}/api/v1/subscribers`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ channel: "email", target: "reader@bench.example", confirmed: true }),
  });
  if (answer.status !== 201) throw new Error(`The subscriber was refused: ${answer.status} ${await answer.text()}`);
  await eventually("a first verdict of every monitor", () => findings(product).length >= servers.length, WITHIN_MS);
  return product;
}

async function oneRound({ product, smtp, agent }: Stage, server: RedisServer, i: number): Promise<Round> {
  const isKill = i < KILLS;
  const told = smtp.received.length;
  const known = findings(product).length;
  const startedAt = Date.now();
  await server.kill(isKill ? "SIGKILL" : "SIGSTOP");
  const pageAt = await headlineOf(product.url, agent, `Queue ${i}`);
  const mail = await eventually("the message about the outage", () => smtp.received[told], WITHIN_MS);
  const verdict = await eventually("the log line about the finding", () => findings(product)[known], WITHIN_MS);
  if (isKill) await server.restart();
  else await server.kill("SIGCONT");
  await eventually("the message about the recovery", () => smtp.received.length >= told + 2, 90_000);
  await headlineOf(product.url, agent, CALM);
  return { verdict: verdict - startedAt, page: pageAt - startedAt, mail: mail.at - startedAt };
}

/** The instants at which the worker said that it had found something. */
function findings(product: Product): number[] {
  return product
    .output()
    .split("\n")
    .filter((line) => line.includes('"Found a change."') && line.endsWith("}"))
    .map((line) => Date.parse((JSON.parse(line.slice(line.indexOf("{"))) as { time: string }).time));
}

/** Reads the page until its headline has this in it. @returns when that was. */
async function headlineOf(url: string, agent: Agent, wanted: string): Promise<number> {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const headline = /<h1[^>]*>(.*?)<\/h1>/s.exec(await read(url, agent))?.[1];
    if (headline?.includes(wanted)) return Date.now();
    if (Date.now() > until) throw new Error(`The page did not say “${wanted}” within ${WITHIN_MS} ms.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function read(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve(body));
      response.on("error", reject);
    }).on("error", reject);
  });
}
