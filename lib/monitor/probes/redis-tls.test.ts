import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Authority, type Certificate, createAuthority } from "#e2e/certificates.ts";
import { eventually, freePort } from "#e2e/product.ts";
import { latest, server, watch } from "#e2e/redis-watch.ts";

describe("the Redis probe over TLS", () => {
  let authority: Authority;
  beforeAll(() => {
    authority = createAuthority();
  });
  afterAll(() => authority.remove());

  /** A Redis that shows that certificate; its address. */
  async function shows({ cert, key }: Certificate, ...more: string[]): Promise<string> {
    const port = await freePort();
    const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", authority.ca];
    await server(["--tls-port", String(port), ...files, "--tls-auth-clients", "no", ...more]);
    return `rediss://127.0.0.1:${port}`;
  }
  const trusting = (more = "") => `every: 250ms, tls: { ca: ${authority.ca}${more} }`;

  it("sees a healthy one, knows how long its certificate lasts, and warns before it ends", async () => {
    const { seen } = watch(await shows(authority.issue({ days: 10 })), {}, trusting());
    const well = await eventually("healthy", () => latest(seen, "operational"));
    expect(well.facts.certificate_days).toBe(9);
    expect(well.diagnoses?.map((one) => one.cause)).toContain("tls.expiring");
  });

  it("names an expired, a foreign and an untrusted certificate", async () => {
    const expired = watch(await shows(authority.issue({ days: -1 })), {}, trusting());
    const foreign = watch(await shows(authority.issue({ name: "redis.example" })), {}, trusting());
    const untrusted = watch(await shows(authority.issue()));
    await eventually("expired", () => latest(expired.seen, "major_outage", "tls.expired"));
    await eventually("foreign", () => latest(foreign.seen, "major_outage", "tls.hostname"));
    await eventually("untrusted", () => latest(untrusted.seen, "major_outage", "tls.untrusted"));
  });

  it("takes a certificate for the name that the settings give", async () => {
    const url = await shows(authority.issue({ name: "redis.example" }));
    const { seen } = watch(url, {}, trusting(", servername: redis.example"));
    await eventually("healthy", () => latest(seen, "operational"));
  });

  it("names a server that speaks without TLS", async () => {
    const redis = await server();
    const { seen } = watch(redis.url.replace("redis:", "rediss:"), {}, trusting());
    await eventually("not TLS", () => latest(seen, "major_outage", "tls.not_tls"));
  });

  it("does not blame a Redis that asks for a certificate of ours", async () => {
    const url = await shows(authority.issue(), "--tls-auth-clients", "yes");
    const blind = watch(url, {}, trusting());
    const found = await eventually("blind", () => blind.seen.find((one) => one.cause !== null));
    expect(found).toMatchObject({ status: null, cause: "tls.client_certificate" });
    const ours = authority.issue();
    const { seen } = watch(url, {}, trusting(`, cert: ${ours.cert}, key: ${ours.key}`));
    await eventually("healthy", () => latest(seen, "operational"));
  });
});
