import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/**
 * How the server behaves from now on.
 *
 * `defer` and `reject` answer RCPT with 451 and 550 5.1.1, `refuse` greets with
 * 554, `hang` accepts connections and says nothing, `close` drops them,
 * `lose` takes the message and drops the connection before it says so.
 */
export type SmtpMode = "accept" | "defer" | "reject" | "refuse" | "hang" | "close" | "lose";

export type ReceivedMail = {
  mail: ParsedMail;
  /** The header block as it was sent. */
  head: string;
  recipients: string[];
  at: number;
};

export type SmtpSink = {
  url: string;
  port: number;
  mode: SmtpMode;
  /** In order of arrival; with `lose` also what was never acknowledged. */
  received: ReceivedMail[];
  connections: number;
  /** Drops every connection and frees the port. */
  stop(): Promise<void>;
} & AsyncDisposable;

/** A real SMTP server on a free port of this machine (or the given one) that keeps what it is sent. */
export async function startSmtpSink(port = 0): Promise<SmtpSink> {
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1,
    onConnect(_session, callback) {
      if (sink.mode === "hang") return;
      if (sink.mode === "refuse") return callback(answer(554, "5.7.1 Not today"));
      callback();
    },
    onRcptTo(_address, _session, callback) {
      if (sink.mode === "defer") return callback(answer(451, "4.7.1 Try again later"));
      if (sink.mode === "reject") return callback(answer(550, "5.1.1 No such user"));
      callback();
    },
    onData(stream, session, callback) {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const raw = Buffer.concat(chunks);
        const head = raw.toString("utf8").split("\r\n\r\n")[0] as string;
        const recipients = session.envelope.rcptTo.map((one) => one.address);
        sink.received.push({ mail: await simpleParser(raw), head, recipients, at: Date.now() });
        if (sink.mode !== "lose") return callback();
        for (const socket of sockets) socket.destroy();
        // Whoever was sending died in the middle: nothing was received.
      })().catch(() => undefined);
    },
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket) => {
    sink.connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    if (sink.mode === "close") socket.destroy();
  });
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const sink: SmtpSink = {
    url: "",
    port,
    mode: "accept",
    received: [],
    connections: 0,
    stop,
    [Symbol.asyncDispose]: stop,
  };
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  sink.port = (server.server.address() as AddressInfo).port;
  sink.url = `smtp://127.0.0.1:${sink.port}`;
  return sink;
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
