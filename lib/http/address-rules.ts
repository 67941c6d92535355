import { BlockList, isIP } from "node:net";
import { DomainError } from "#lib/domain/errors.ts";

const URL_MAX = 2_048;

/** Ranges nobody outside is reached at (reliability.md §7). The list matches v4-mapped v6 by itself. */
const INSIDE_V4 = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  ["168.63.129.16", 32],
] as const) {
  INSIDE_V4.addSubnet(net, bits, "ipv4");
}

const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet("2000::", 3, "ipv6");
const NOT_GLOBAL_V6 = new BlockList();
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  NOT_GLOBAL_V6.addSubnet(net, bits, "ipv6");
}

/** Whether the address belongs to the open internet. */
export function isGlobalAddress(address: string): boolean {
  if (isIP(address) === 4) return !INSIDE_V4.check(address, "ipv4");
  if (isIP(address) !== 6 || address.includes("%")) return false;
  return GLOBAL_V6.check(address, "ipv6") && !NOT_GLOBAL_V6.check(address, "ipv6");
}

const INSIDE_NAMES = /(^|\.)(localhost|local|internal|lan|home\.arpa|onion|test|invalid|example)$/;
/** Ports on which other kinds of servers wait. */
const SERVICE_PORTS = new Set([
  1433, 1521, 2049, 2181, 2375, 2376, 2379, 3306, 3389, 5432, 5672, 5900, 6379, 6443, 8500, 9042, 9092, 9200, 9300,
  10250, 11211, 15672, 16379, 26379, 27017,
]);

/**
 * Reads an address that a stranger gave and that is to be asked by us.
 *
 * @param allow `host:port` pairs that may be asked although inside, or by plain http.
 * @throws {DomainError} `invalid`, saying what is wrong with it; the address itself is not repeated.
 */
export function outgoingUrl(text: string, allow: readonly string[]): { url: URL; isAllowed: boolean } {
  if (text.length > URL_MAX) throw refused("The address is too long.");
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(text)) throw refused("The address has characters that do not belong into one.");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw refused("The address must start with https://.");
  if (url.username !== "" || url.password !== "") throw refused("The address must not hold a name or password.");
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  if (allow.includes(`${url.hostname}:${port}`)) return { url, isAllowed: true };
  if (url.protocol !== "https:") throw refused("The address must start with https://.");
  if (port !== 443 && (port < 1024 || SERVICE_PORTS.has(port))) throw refused("That port is not used for this.");
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(host) !== 0 ? !isGlobalAddress(host) : !host.includes(".") || INSIDE_NAMES.test(host)) {
    throw refused("The address leads inside a network, not to the internet.");
  }
  return { url, isAllowed: false };
}

function refused(message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path: "target", message }] });
}
