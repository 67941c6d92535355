import type { Server } from "node:http";
import type { Socket } from "node:net";
import { chooseEncoding } from "#lib/front/accept-encoding.ts";
import type { Gate } from "#lib/front/gate/gate.ts";
import type { PageMemory } from "#lib/front/page-memory.ts";
import { hasCopy } from "#lib/front/send-copy.ts";
import { answerBytes, KEEP_ALIVE_S } from "./prepared.ts";
import { readHead } from "./read-head.ts";

/** So long a connection may take to send its first request. */
const FIRST_MS = 15_000;

/**
 * The fast lane in front of node:http (next.md §9): a request that is exactly
 * understood and asks for a page that is remembered and current is answered from
 * one prepared buffer. At anything else, at the first byte that is not so, the
 * connection goes to node:http as if nothing had been here, and stays there.
 */
export class Lane {
  readonly #memory: PageMemory;
  readonly #gate: Gate;
  readonly #sockets = new Set<Socket>();

  constructor(memory: PageMemory, gate: Gate) {
    this.#memory = memory;
    this.#gate = gate;
  }

  /** Stands before the server's own way of taking connections. */
  open(server: Server): void {
    const serve = server.listeners("connection") as ((socket: Socket) => void)[];
    server.removeAllListeners("connection");
    server.on("connection", (socket: Socket) => {
      this.#take(socket, () => {
        for (const listener of serve) listener.call(server, socket);
      });
    });
  }

  /** Ends the connections that wait for their next request here. */
  close(): void {
    for (const socket of this.#sockets) socket.end();
  }

  #take(socket: Socket, handOver: () => void): void {
    this.#sockets.add(socket);
    const read = (chunk: Buffer): void => {
      const bytes = this.#answer(chunk);
      if (bytes === null) return leave(chunk);
      socket.setTimeout(KEEP_ALIVE_S * 1_000);
      if (!socket.write(bytes)) socket.pause();
    };
    const drained = () => socket.resume();
    const end = () => socket.end();
    const destroy = () => socket.destroy();
    const forget = () => this.#sockets.delete(socket);
    const leave = (chunk: Buffer): void => {
      socket.pause();
      socket.off("data", read).off("drain", drained).off("end", end).off("error", destroy).off("timeout", destroy);
      socket.off("close", forget);
      socket.setTimeout(0);
      forget();
      handOver();
      socket.unshift(chunk);
      socket.resume();
    };
    socket.on("data", read).on("drain", drained).on("end", end).on("error", destroy).on("timeout", destroy);
    socket.on("close", forget);
    socket.setTimeout(FIRST_MS);
  }

  /** The whole answer; null when this is not for the lane. */
  #answer(chunk: Buffer): Buffer | null {
    const head = readHead(chunk);
    if (head === null || !(this.#gate.isPlain || this.#gate.isOpenAt(head.host))) return null;
    const page = this.#memory.peek(head.target);
    if (!page?.isCurrent) return null;
    page.wasAsked = true;
    const { copy } = page;
    if (head.known !== undefined && hasCopy(head.known, copy.etag))
      return answerBytes("304 Not Modified", copy.notModified, null);
    const body = copy[chooseEncoding(head.accept)];
    return answerBytes("200 OK", body.head, body.bytes);
  }
}
