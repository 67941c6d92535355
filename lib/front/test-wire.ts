import { connect } from "node:net";

/** Sends bytes exactly as they are and gives back what came before the other side closed, or fell silent. */
export function sayRaw(port: number, bytes: string | Buffer, silenceMs = 1_000): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(silenceMs, end);
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
    });
    socket.on("end", end);
    socket.on("error", end);
  });
}

/** The status codes of the answers in what was heard. */
export function statusesOf(heard: string): number[] {
  return [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code));
}

/** The status codes of the first `count` answers to what is sent; fewer when the other side closes, or none more come within 20 s. */
export function statusesTo(port: number, bytes: string, count: number): Promise<number[]> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      resolve(statusesOf(heard));
    };
    socket.setTimeout(20_000, end);
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
      if (statusesOf(heard).length >= count) end();
    });
    socket.on("end", end);
    socket.on("error", end);
  });
}
