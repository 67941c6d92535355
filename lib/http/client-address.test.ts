import { expect, it } from "vitest";
import { clientAddress, networkOf, trustedProxies } from "./client-address.ts";

const OURS = ["127.0.0.1", "10.0.0.0/8", "fd00::/8", "not an address"];

it.each([
  ["a stranger's word about himself counts for nothing", "198.51.100.7", "203.0.113.9", "198.51.100.7"],
  ["a proxy of ours is believed", "127.0.0.1", "203.0.113.9", "203.0.113.9"],
  [
    "what stands left of the right-most stranger was written by him",
    "127.0.0.1",
    "1.1.1.1, 203.0.113.9",
    "203.0.113.9",
  ],
  ["proxies of ours in the chain are passed over", "127.0.0.1", "203.0.113.9, 10.1.2.3, 10.9.9.9", "203.0.113.9"],
  ["an IPv4 address in IPv6 clothes is itself", "::ffff:10.0.0.7", "::ffff:203.0.113.9", "203.0.113.9"],
  ["networks of IPv6 are known", "fd00::1", "2001:db8::7", "2001:db8::7"],
  ["what is no address is no hop", "127.0.0.1", "203.0.113.9, unknown, <script>, 1.2.3.4:80", "203.0.113.9"],
  ["a chain of ours alone ends at its far end", "127.0.0.1", "10.0.0.9, 10.0.0.7", "10.0.0.9"],
  ["without a chain it is who speaks", "127.0.0.1", undefined, "127.0.0.1"],
  ["nobody is nobody", undefined, "", "unknown"],
])("%s", (_, peer, chain, address) => {
  expect(clientAddress(peer, chain, trustedProxies(OURS))).toBe(address);
});

it("believes nobody unless told to", () => {
  expect(clientAddress("127.0.0.1", "203.0.113.9", trustedProxies([]))).toBe("127.0.0.1");
});

it.each([
  ["203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["unknown", "unknown"],
])("takes %s for the network %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
