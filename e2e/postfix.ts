import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { endProcess, eventually, freePort } from "#e2e/product.ts";
import { findCommand, thisMachine } from "#e2e/provision/machine.ts";

export type Postfix = {
  url: string;
  /** The mails that were put into the mailbox of `address`, as they lie there. */
  mailbox(address: string): string[];
} & AsyncDisposable;

/** Who owns the mailboxes: Debian's "mail", who owns nothing else. */
const MAIL = 8;

/** Whether a Postfix can be started here: its program is there and we are root, which its master must be. */
export function canStartPostfix(): boolean {
  return process.getuid?.() === 0 && program() !== null;
}

function program(): string | null {
  return findCommand("postfix", thisMachine(process.env).commandFolders);
}

/**
 * A real mail server on a free port of this machine, with a configuration and a queue of its own.
 *
 * @param mailboxes the addresses of `example.com` that it knows; others it refuses.
 * @param forwarded an address that it takes mail for and cannot bring it on: it returns the mail to its sender.
 */
export async function startPostfix(mailboxes: readonly string[], forwarded: string): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-postfix-"));
  // Postfix gives up its rights and must still come through.
  chmodSync(folder, 0o755);
  const inside = (name: string) => join(folder, name);
  for (const name of ["config", "queue", "data", "boxes"]) mkdirSync(inside(name), { mode: 0o755 });
  chownSync(inside("boxes"), MAIL, MAIL);
  chownSync(inside("data"), Number(execFileSync("id", ["-u", "postfix"])), 0);
  const port = await freePort();
  writeFileSync(inside("config/main.cf"), mainCf(inside, mailboxes, forwarded));
  writeFileSync(inside("config/master.cf"), masterCf(port));
  // Makes what is missing in the queue.
  execFileSync(program() as string, ["-c", inside("config"), "check"], { stdio: "pipe" });
  const postconf = join(dirname(program() as string), "postconf");
  const daemons = execFileSync(postconf, ["-c", inside("config"), "-h", "daemon_directory"], { encoding: "utf8" });
  // Not by `postfix start-fg`, whose shell leaves the master behind when it is ended. Its own process group is what
  // the master ends with itself.
  const child = spawn(join(daemons.trim(), "master"), ["-c", inside("config"), "-d"], {
    stdio: "ignore",
    detached: true,
  });
  const stop = async () => {
    await endProcess(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await eventually("Postfix to start", async () => {
      if (child.exitCode !== null) throw new Error(`Postfix ended with ${child.exitCode}.`);
      const socket = connect(port, "127.0.0.1");
      const isUp = await new Promise((resolve) =>
        socket.once("data", () => resolve(true)).once("error", () => resolve(false)),
      );
      socket.destroy();
      return isUp;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailbox(address) {
      try {
        const box = join(inside("boxes"), address, "new");
        return readdirSync(box).map((file) => readFileSync(join(box, file), "utf8"));
      } catch {
        return [];
      }
    },
    [Symbol.asyncDispose]: stop,
  };
}

function mainCf(inside: (name: string) => string, mailboxes: readonly string[], forwarded: string): string {
  const table = (pairs: readonly (readonly [string, string])[]) =>
    `inline:{${pairs.map(([name, value]) => `{${name}=${value}}`).join(", ")}}`;
  return Object.entries({
    compatibility_level: "3.6",
    queue_directory: inside("queue"),
    data_directory: inside("data"),
    inet_interfaces: "127.0.0.1",
    inet_protocols: "ipv4",
    myhostname: "mail.example.com",
    mydestination: "",
    mynetworks: "127.0.0.0/8",
    // Nothing leaves this machine.
    default_transport: "error:5.1.1 there is no such mailbox",
    relay_transport: "error:nothing leaves this machine",
    virtual_alias_maps: table([[forwarded, "gone@elsewhere.example"]]),
    virtual_mailbox_domains: "example.com",
    virtual_mailbox_base: inside("boxes"),
    virtual_mailbox_maps: table(mailboxes.map((one) => [one, `${one}/`])),
    virtual_minimum_uid: "1",
    virtual_uid_maps: `static:${MAIL}`,
    virtual_gid_maps: `static:${MAIL}`,
    alias_maps: "",
    alias_database: "",
  })
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("");
}

function masterCf(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
`;
}
