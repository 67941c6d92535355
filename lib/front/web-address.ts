/** Where the renderer listens, as `node:http` takes it. */
export type WebAddress = { hostname: string; port: number };

/** @throws when it is not spoken to over plain http: the renderer stands beside the front, or in the same inside network. */
export function webAddress(webUrl: string): WebAddress {
  const { protocol, hostname, port } = new URL(webUrl);
  if (protocol !== "http:")
    throw new Error("WEB_URL must start with http://: the renderer is reached over plain http.");
  return { hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) };
}
