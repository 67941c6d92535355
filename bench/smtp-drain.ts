import { createServer, type Socket } from "node:net";

/** A mail server in a process of its own that takes everything and keeps nothing: never slower than who is measured. */
const server = createServer((socket) => serve(socket));

const EHLO = "250-drain\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
const ANSWERS: Record<string, string> = { DATA: "354 go on\r\n", EHLO, QUIT: "221 bye\r\n" };

function serve(socket: Socket): void {
  let rest = "";
  let isData = false;
  socket.setNoDelay(true);
  socket.write("220 drain\r\n");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest += chunk.toString("latin1");
    let out = "";
    for (;;) {
      const mark = isData ? "\r\n.\r\n" : "\r\n";
      const end = rest.indexOf(mark);
      if (end === -1) break;
      const verb = rest.slice(0, 4).toUpperCase();
      rest = rest.slice(end + mark.length);
      out += isData ? "250 2.0.0 taken\r\n" : (ANSWERS[verb] ?? "250 2.0.0 ok\r\n");
      isData = !isData && verb === "DATA";
    }
    if (out !== "") socket.write(out);
  });
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
process.stdin.on("end", () => process.exit()).resume();
