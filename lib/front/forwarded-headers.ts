import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { type BlockList, isIP } from "node:net";
import { clientAddress } from "#lib/http/client-address.ts";
import { maySendIn } from "./headers.ts";

export type Sender = {
  /** The client's own address, as far as trusted proxies tell it. */
  address: string;
  /** Whether the connection comes from a proxy whose word counts. */
  isByProxy: boolean;
};

/** Who sent the request (reliability.md §4: the right-most hop that is not a proxy of ours). */
export function senderOf(request: IncomingMessage, trusted: BlockList): Sender {
  const peer = request.socket.remoteAddress ?? "";
  const plain = peer.startsWith("::ffff:") && peer.includes(".") ? peer.slice("::ffff:".length) : peer;
  const isByProxy = isIP(plain) !== 0 && trusted.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
  const chain = [request.headers["x-forwarded-for"] ?? []].flat().join(",");
  return { address: isByProxy ? clientAddress(peer, chain, trusted) : plain || "unknown", isByProxy };
}

/**
 * The headers that the renderer is asked with: the client's, without what it has no business to say, and who it is as
 * we know it. Host and Origin stay as the client sent them: server actions compare them.
 */
export function headersInward(request: IncomingMessage, path: string, sender: Sender, publicUrl: URL) {
  const given = request.headers;
  const listed = new Set((given.connection ?? "").toLowerCase().split(/\s*,\s*/));
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && (name === "host" || maySendIn(name, path, listed))) headers[name] = value;
  }
  const proto = sender.isByProxy ? lastOf(given["x-forwarded-proto"]) : undefined;
  const host = sender.isByProxy ? lastOf(given["x-forwarded-host"]) : undefined;
  headers["x-forwarded-for"] = sender.address;
  headers["x-forwarded-proto"] = proto === "https" || proto === "http" ? proto : publicUrl.protocol.slice(0, -1);
  // Only HTTP/1.0 may leave it out.
  headers.host = given.host ?? publicUrl.host;
  headers["x-forwarded-host"] = host !== undefined && /^[\w.:[\]-]+$/.test(host) ? host : headers.host;
  return headers;
}

/** The name that was asked for: the client's Host, or what a trusted proxy says it was. */
export function hostOf(request: IncomingMessage, { isByProxy }: Sender): string | undefined {
  const forwarded = isByProxy ? lastOf(request.headers["x-forwarded-host"]) : undefined;
  return forwarded !== undefined && /^[\w.:[\]-]+$/.test(forwarded) ? forwarded : request.headers.host;
}

/** The last word of a list: what the nearest proxy added. */
function lastOf(value: string | string[] | undefined): string | undefined {
  return [value ?? []].flat().join(",").split(",").at(-1)?.trim().toLowerCase();
}
