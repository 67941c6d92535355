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
