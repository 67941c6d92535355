import { expect, it } from "vitest";
import { createAuthority } from "#e2e/certificates.ts";
import { freePort } from "#e2e/product.ts";
import { afterwards, server } from "#e2e/redis-watch.ts";
import { aclLine, RIGHTS } from "#lib/monitor/redis/acl.ts";
import { redisTarget } from "#lib/monitor/redis/target.ts";
import { examine } from "./examine.ts";

const NOW = Date.now();

/** What each step came to, as `ok`, or `failed state.oom`. */
async function results(url: string, tls = {}, readOnly = false): Promise<Record<string, string>> {
  const steps = await examine(redisTarget(url, tls), { readOnly }, NOW);
  return Object.fromEntries(steps.map(({ step, result, cause }) => [step, cause ? `${result} ${cause}` : result]));
}

it("walks from the name to a write where all is well, and writes nothing when told so", async () => {
  const redis = await server();
  const url = redis.url.replace("127.0.0.1", "localhost");
  const well = { dns: "ok", tcp: "ok", tls: "skipped", auth: "ok", ping: "ok", role: "ok", info: "ok", write: "ok" };
  expect(await results(url)).toEqual(well);
  await redis.say("DEL pulsepage:canary:doctor");
  expect(await results(url, {}, true)).toEqual({ ...well, write: "skipped" });
  expect(await redis.say("DBSIZE")).toBe(":0\r\n");
});

it("stops where it fails, and says of what", async () => {
  expect(await results(`redis://127.0.0.1:${await freePort()}`)).toMatchObject({
    tcp: "failed conn.refused",
    tls: "skipped",
    ping: "skipped",
    write: "skipped",
  });
  const locked = await server(["--requirepass", "right"]);
  expect(await results(locked.url)).toMatchObject({ tcp: "ok", auth: "failed auth.required", ping: "skipped" });
  const wrong = locked.url.replace("redis://", "redis://:wrong-secret@");
  expect(await results(wrong)).toMatchObject({ auth: "failed auth.wrongpass" });
  expect(JSON.stringify(await examine(redisTarget(wrong), { readOnly: false }, NOW))).not.toContain("wrong-secret");
});

it("finds what PING does not tell: full memory, a replica", async () => {
  const redis = await server();
  await redis.say("CONFIG SET maxmemory 1");
  expect(await results(redis.url)).toMatchObject({ ping: "ok", info: "failed state.oom", write: "failed state.oom" });
  await redis.say("CONFIG SET maxmemory 0");
  await redis.say("REPLICAOF 127.0.0.1 1");
  expect(await results(redis.url)).toMatchObject({ ping: "ok", role: "note", write: "failed state.readonly" });
});

it("tells a wrong certificate, TLS where none is expected, and none where it is expected", async () => {
  const authority = createAuthority();
  afterwards(() => authority.remove());
  const { cert, key } = authority.issue();
  const port = await freePort();
  const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", authority.ca];
  const redis = await server(["--tls-port", String(port), ...files, "--tls-auth-clients", "no"]);
  const secure = `rediss://127.0.0.1:${port}`;
  expect(await results(secure, { ca: authority.ca })).toMatchObject({ tls: "ok", ping: "ok", write: "ok" });
  expect(await results(secure)).toMatchObject({ tls: "failed tls.untrusted", auth: "skipped" });
  expect(await results(secure.replace("rediss", "redis"))).toMatchObject({ tcp: "ok", tls: "failed" });
  expect(await results(redis.url.replace("redis:", "rediss:"))).toMatchObject({ tls: "failed tls.not_tls" });
});

it("prints a line that makes a user who may do all of it and nothing else", async () => {
  const redis = await server();
  const line = aclLine(RIGHTS.map((one) => one.rules)).replace("PASSWORD", "of-its-own");
  expect(await redis.say(line)).toBe("+OK\r\n");
  const url = redis.url.replace("redis://", "redis://status:of-its-own@");
  expect(await results(url)).toMatchObject({ auth: "ok", ping: "ok", role: "ok", info: "ok", write: "ok" });
  for (const refused of ["GET session:1", "SET session:1 x", "CONFIG SET maxmemory 1", "FLUSHALL"])
    expect(await redis.say(`ACL DRYRUN status ${refused}`)).toMatch(/permissions|no permission/i);
  const least = aclLine([RIGHTS[0].rules]).replace("PASSWORD", "of-its-own");
  expect(await redis.say(least)).toBe("+OK\r\n");
  expect(await results(url)).toMatchObject({ auth: "ok", ping: "ok", role: "ok", info: "ok", write: "note" });
});
