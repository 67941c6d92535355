import { lookup, Resolver } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";

type Address = { address: string; family: number };

/** Ways to ask for a name; given from outside in tests. */
export type NameSources = {
  /** As every program here does, hosts file included. Blocks a thread of a small pool until it has an answer. */
  system: (name: string) => Promise<Address[]>;
  /** The name servers themselves, without that pool. */
  servers: (name: string) => Promise<Address[]>;
};

export type Names = {
  /** The addresses of a name. @throws with code ENOTFOUND (there is no such name) or EAI_AGAIN (nobody could say). */
  resolve: (name: string) => Promise<Address[]>;
  /** Why the last good addresses are in use instead of an answer; null when all is well. */
  trouble: (name: string) => string | null;
  /** For `net.connect`. */
  lookup: LookupFunction;
};

/** After this long without an answer the last good addresses are used, or the name servers asked. */
const PATIENCE_MS = 150;
const SERVERS_MS = 500;

/**
 * Name resolution for a monitor: one question per name at a time, the last good
 * answer kept. Every unanswered getaddrinfo holds a thread of libuv's pool, so
 * that retries against a silent resolver would stop every other lookup of the
 * process for minutes (redis.md §3.4).
 */
export function createNames(sources: NameSources = { system: askSystem, servers: askServers }): Names {
  const inFlight = new Map<string, Promise<Address[]>>();
  const lastGood = new Map<string, Address[]>();
  const troubles = new Map<string, string>();

  const ask = (name: string): Promise<Address[]> => {
    const running = inFlight.get(name);
    if (running) return running;
    const question = sources
      .system(name)
      .then((found) => {
        lastGood.set(name, found);
        troubles.delete(name);
        return found;
      })
      .catch((error: NodeJS.ErrnoException) => {
        const code = error.code === "ENOTFOUND" ? "ENOTFOUND" : "EAI_AGAIN";
        troubles.set(name, code);
        throw coded(code);
      })
      .finally(() => inFlight.delete(name));
    inFlight.set(name, question);
    return question;
  };

  const resolve = async (name: string): Promise<Address[]> => {
    const family = isIP(name);
    if (family !== 0) return [{ address: name, family }];
    const known = lastGood.get(name);
    const answer = ask(name);
    const otherwise = async (): Promise<Address[]> => {
      await new Promise((next) => setTimeout(next, PATIENCE_MS).unref());
      if (inFlight.has(name)) troubles.set(name, "EAI_AGAIN");
      // The name servers do not know the hosts file: only what they have found counts.
      return known ?? sources.servers(name).catch(() => answer);
    };
    try {
      return await Promise.race([answer, otherwise()]);
    } catch (error) {
      // A name that was taken away is news; a resolver that has no answer is no reason to lose an address that worked.
      if (known && (error as NodeJS.ErrnoException).code !== "ENOTFOUND") return known;
      throw error;
    }
  };

  return {
    resolve,
    trouble: (name) => troubles.get(name) ?? null,
    lookup: (name, options, callback) => {
      resolve(name).then(
        (found) => {
          const [first] = found;
          if (options.all) callback(null, found);
          else if (first) callback(null, first.address, first.family);
          else callback(coded("ENOTFOUND"), "");
        },
        (error: NodeJS.ErrnoException) => callback(error, ""),
      );
    },
  };
}

/** The names of this process: the pool they spare is the process's own. */
export const names = createNames();

function askSystem(name: string): Promise<Address[]> {
  return lookup(name, { all: true });
}

async function askServers(name: string): Promise<Address[]> {
  const resolver = new Resolver({ timeout: SERVERS_MS, tries: 1 });
  const found = await resolver.resolve4(name).catch(() => resolver.resolve6(name));
  return found.map((address) => ({ address, family: isIP(address) }));
}

function coded(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
}
