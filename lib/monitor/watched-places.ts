import type { MonitorSettings } from "#lib/config/status-file.ts";

export type Place = { host: string; port: number };

const PORTS: Readonly<Record<string, number>> = { "redis:": 6379, "rediss:": 6379, "http:": 80, "https:": 443 };
const SENTINEL_PORT = 26_379;

/** Where a monitor's targets are; empty for one that is told instead of looking. */
export function placesOf(settings: MonitorSettings): Place[] {
  const urls = [
    ...("url" in settings && settings.url ? [settings.url] : []),
    ...("nodes" in settings ? settings.nodes : []),
  ];
  const addresses = [
    ...("address" in settings ? [settings.address] : []),
    ...("sentinels" in settings ? settings.sentinels : []),
  ];
  return [...urls.flatMap(ofUrl), ...addresses.flatMap(ofAddress)];
}

function ofUrl(text: string): Place[] {
  if (!URL.canParse(text)) return [];
  const { hostname, port, protocol } = new URL(text);
  return [{ host: bare(hostname) || "localhost", port: Number(port) || (PORTS[protocol] ?? 0) }];
}

function ofAddress(text: string): Place[] {
  const match = /^(.+?)(?::(\d{1,5}))?$/.exec(text);
  return match ? [{ host: bare(match[1] as string), port: Number(match[2] ?? SENTINEL_PORT) }] : [];
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}
