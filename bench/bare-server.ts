import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

/**
 * The least that Node can do: the same bytes with the same headers for everybody.
 *
 * Started with a folder that holds `head.json` and `page.br`, and a port.
 */
function serve(folder: string, port: number): void {
  const head = JSON.parse(readFileSync(join(folder, "head.json"), "utf8")) as string[];
  const bytes = readFileSync(join(folder, "page.br"));
  const server = createServer({ keepAliveTimeout: 65_000 }, (_request, response) => {
    response.writeHead(200, head);
    response.end(bytes);
  });
  server.listen(port, "127.0.0.1");
}

serve(process.argv[2] as string, Number(process.argv[3]));
