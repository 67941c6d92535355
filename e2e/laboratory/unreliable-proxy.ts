import { connect, createServer, type Socket } from "node:net";

/** How it treats its clients: passes everything on, late, swallows it, closes at once, resets, or is another program. */
export type Manner = "pass" | "late" | "swallow" | "close" | "reset" | "http";

export type UnreliableProxy = { url: string; behave(manner: Manner): void; stop(): Promise<void> };

const LATE_MS = 200;

/** Stands between a monitor and its Redis, as networks and load balancers do. */
export async function startProxy(targetPort: number): Promise<UnreliableProxy> {
  let manner: Manner = "pass";
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("error", () => undefined);
    client.once("close", () => open.delete(client));
    if (manner === "close") return void client.end();
    if (manner === "reset") return void client.resetAndDestroy();
    if (manner === "http") return void client.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    const upstream = connect(targetPort, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    upstream.once("close", () => client.destroy());
    client.once("close", () => upstream.destroy());
    client.on("data", (chunk) => {
      if (manner !== "swallow") upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (manner === "late") setTimeout(() => client.writable && client.write(chunk), LATE_MS);
      else if (manner !== "swallow") client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `redis://127.0.0.1:${port}`,
    behave(next) {
      manner = next;
      // What was open when a balancer loses its backend is cut; what a silent network carries stays open.
      if (next === "close" || next === "reset" || next === "http") for (const socket of open) socket.resetAndDestroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
