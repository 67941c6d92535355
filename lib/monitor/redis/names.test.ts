import { expect, it } from "vitest";
import { createNames, type NameSources } from "./names.ts";

const HERE = [{ address: "192.0.2.7", family: 4 }];
const refuses = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
const silent = () => new Promise<never>(() => undefined);

/** Sources that answer as they are told at the moment, and how often they were asked. */
function sources(first: NameSources["system"], servers: NameSources["servers"] = silent) {
  const now = { system: first, servers, asked: 0 };
  const given: NameSources = {
    system: (name) => {
      now.asked += 1;
      return now.system(name);
    },
    servers: (name) => now.servers(name),
  };
  return { now, names: createNames(given) };
}

it("asks once for a name, however many want it", async () => {
  const { now, names } = sources(async () => HERE);
  await Promise.all([names.resolve("redis.example"), names.resolve("redis.example"), names.resolve("redis.example")]);
  expect(now.asked).toBe(1);
  expect(await names.resolve("192.0.2.9")).toEqual([{ address: "192.0.2.9", family: 4 }]);
  expect(now.asked).toBe(1);
});

it("goes on with the last good address while nobody can say, and asks no second time meanwhile", async () => {
  const { now, names } = sources(async () => HERE);
  await names.resolve("redis.example");
  now.system = silent;
  expect(await names.resolve("redis.example")).toEqual(HERE);
  expect(await names.resolve("redis.example")).toEqual(HERE);
  expect(now.asked).toBe(2);
  expect(names.trouble("redis.example")).toBe("EAI_AGAIN");
});

it("says that a resolver failed, and forgets it when it answers again", async () => {
  const { now, names } = sources(refuses("EAI_AGAIN"));
  await expect(names.resolve("redis.example")).rejects.toMatchObject({ code: "EAI_AGAIN" });
  now.system = async () => HERE;
  expect(await names.resolve("redis.example")).toEqual(HERE);
  expect(names.trouble("redis.example")).toBeNull();
  now.system = refuses("EAI_AGAIN");
  expect(await names.resolve("redis.example")).toEqual(HERE);
  expect(names.trouble("redis.example")).toBe("EAI_AGAIN");
});

it("believes that a name is gone, though there was an address", async () => {
  const { now, names } = sources(async () => HERE);
  await names.resolve("redis.example");
  now.system = refuses("ENOTFOUND");
  await expect(names.resolve("redis.example")).rejects.toMatchObject({ code: "ENOTFOUND" });
});

it("asks the name servers themselves when the system is silent and nothing is known", async () => {
  const { names } = sources(silent, async () => HERE);
  expect(await names.resolve("redis.example")).toEqual(HERE);
});
