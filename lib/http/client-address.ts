import { BlockList, isIP } from "node:net";

/** Addresses and networks (`10.0.0.0/8`) of proxies that are believed. */
export function trustedProxies(list: readonly string[]): BlockList {
  const trusted = new BlockList();
  for (const entry of list) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (isIP(address) === 0) continue;
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return trusted;
}

/** Whether it is an address or a network, of either family. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    rest.length === 0 && longest > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
}

/**
 * Who asks: the right-most address in the chain that is not a proxy of ours.
 * What a stranger writes into X-Forwarded-For is not believed.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, trusted: BlockList): string {
  const chain = [...(forwardedFor ?? "").split(",").map((one) => one.trim()), peer ?? ""]
    .map(plain)
    .filter((one) => isIP(one) !== 0);
  for (const address of chain.toReversed()) {
    if (!trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")) return address;
  }
  return chain[0] ?? "unknown";
}

/** `::ffff:1.2.3.4` is 1.2.3.4. */
function plain(address: string): string {
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}

/**
 * What one asker can be taken for: an IPv4 address by itself, of an IPv6 address the first 64 bits, for whoever has one
 * of them has them all. Anything else stays as it is.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, missing)).fill("0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
