import type { RequestListener } from "node:http";
import type { Instant } from "#lib/domain/instant.ts";
import { trustedProxies } from "#lib/http/client-address.ts";
import type { Log } from "#lib/log.ts";
import type { PageDoor } from "#lib/services/read-page-door.ts";
import { Web } from "./ask-web.ts";
import { drawWith } from "./draw.ts";
import { Emergency } from "./emergency.ts";
import { Events } from "./events.ts";
import { DoorFile } from "./gate/door-file.ts";
import { Gate } from "./gate/gate.ts";
import { Porter } from "./gate/porter.ts";
import { KeepPages } from "./keep-pages.ts";
import { Lane } from "./lane/lane.ts";
import { drain, listen } from "./listen.ts";
import { OwnAddresses, type Readiness } from "./own-addresses.ts";
import { PageArchive } from "./page-archive.ts";
import { PageMemory } from "./page-memory.ts";
import { PassOn } from "./pass-on.ts";
import { PlainAnswers } from "./plain-answers.ts";
import { Reception } from "./reception.ts";
import { StaticFiles } from "./static-files.ts";
import { type VersionSource, VersionWatch } from "./version-watch.ts";

export type { Readiness } from "./own-addresses.ts";
export type { VersionSource } from "./version-watch.ts";

export type FrontOptions = {
  /** 0: any that is free. */
  port: number;
  host: string;
  /** The page's own address. */
  publicUrl: string;
  /** Where `next start` listens, such as `http://127.0.0.1:3001`. */
  webUrl: string;
  dataDir: string;
  version: VersionSource;
  /** Who may read the page; rejects while the store does not answer. */
  door: () => Promise<PageDoor>;
  /** Seals what lets readers into a private page; at least 32 characters. */
  secret: string;
  ready: () => Promise<Readiness>;
  metrics: () => Promise<string>;
  /** Null: only loopback may read the metrics. */
  metricsToken: string | null;
  /** Addresses and networks of proxies whose `X-Forwarded-*` counts. */
  trustProxy: string[];
  log: Log;
  clock: () => Instant;
  /** The folder that holds `.next/static` and `public`; the working directory unless given. */
  root?: string;
  /** How many open pages are told of changes. */
  eventClientsMax?: number;
};

export type Front = { port: number; stop(): Promise<void> };

/**
 * Starts the process that readers meet. It answers what it remembers and passes the rest on, and it goes on answering
 * when everything behind it is gone. Stopping takes at most eight seconds.
 *
 * @throws when nothing can listen on that port, or the renderer's address is not plain http, with the reason in words.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { memory, keeper, emergency, watch, events, reception, links, archive, gate } = compose(options);
  // What the disk kept is there before the first reader is.
  await Promise.all([emergency.look(), gate.start()]);
  for (const page of await archive.read()) await memory.remember(page);

  const rest = async () => {
    watch.close();
    memory.close();
    emergency.close();
    await keeper.close();
    for (const link of links) link.close();
  };
  const { port, host, log } = options;
  const lane = new Lane(memory, gate);
  const receive: RequestListener = (request, response) => reception.receive(request, response);
  const server = await listen(port, host, receive, log, lane).catch(async (error) => {
    events.close();
    await rest();
    throw error;
  });
  emergency.start(async () => {
    await memory.dress();
    events.tell(null);
  });
  watch.start(async (isChange) => {
    // Who may read is known before anything that is new can be read.
    if ((isChange || gate.isStale) && (await gate.renew()) && gate.isPrivate) events.dismiss();
    if (isChange) memory.versionChanged();
    else memory.look();
    if (isChange) events.tell(watch.version);
  });
  return {
    port: (server.address() as { port: number }).port,
    async stop() {
      events.close();
      await drain(server, lane);
      await rest();
    },
  };
}

/** Makes the parts and introduces them to each other; nothing runs yet. */
function compose(options: FrontOptions) {
  const { log, dataDir, clock } = options;
  const isSecure = options.publicUrl.startsWith("https:");
  const version = () => watch.version;
  const watch = new VersionWatch(options.version, log);
  const emergency = new Emergency(dataDir, log);
  const web = new Web(options.webUrl, options.publicUrl);
  const draw = drawWith((path, variant, language) => web.ask(path, variant, language), log);
  const onChange = (isNews: boolean) => keeper.changed(isNews);
  const memory = new PageMemory({ draw, isSecure, version, dress: emergency.onTop, clock, log, onChange });
  const archive = new PageArchive(dataDir, log);
  const keeper = new KeepPages(archive, () => memory.pages(), log);
  const events = new Events(isSecure, options.eventClientsMax);
  const gate = new Gate({ ...options, read: options.door, file: new DoorFile(dataDir, log) });
  // Words for readers are nothing for whoever stands before a private page.
  const answers = new PlainAnswers(isSecure, (html) => (gate.isPrivate ? html : emergency.onTop(html)));
  const passOn = new PassOn(options.webUrl, options.publicUrl, answers);
  const files = new StaticFiles(options.root ?? process.cwd(), isSecure);
  const own = new OwnAddresses({ ...options, answers });
  const porter = new Porter({ ...options, gate, answers, isFile: (path) => files.has(path) });
  const trusted = trustedProxies(options.trustProxy);
  const reception = new Reception({ gate, porter, memory, events, passOn, answers, files, own, trusted, version });
  return { memory, keeper, emergency, watch, events, reception, archive, gate, links: [web, passOn] };
}
