import { expect, it } from "vitest";
import { ConfigError, readConfig } from "./environment.ts";
import { parseStatusFile } from "./status-file.ts";

it("needs nothing: every variable has a default, and an empty one means not set", () => {
  expect(readConfig({ PORT: "", SMTP_URL: "" })).toMatchObject({
    port: 3000,
    host: "0.0.0.0",
    publicUrl: "http://localhost:3000",
    smtpUrl: null,
    redisUrl: "redis://localhost:6379",
  });
  expect(readConfig({ PORT: "4000" }).publicUrl).toBe("http://localhost:4000");
  expect(readConfig({ PUBLIC_URL: "https://status.example/" }).publicUrl).toBe("https://status.example");
});

it("names every wrong variable at once, and never what it held", () => {
  const wrong = {
    PORT: "nine",
    PUBLIC_URL: "ftp-secret-a",
    SMTP_URL: "http://user:secret-b@host",
    ADMIN_TOKEN: "secret-c",
    OUTBOUND_ALLOW: "secret-d",
    TRUST_PROXY: "10.0.0.0/33",
  };
  let said = "";
  try {
    readConfig(wrong);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    said = (error as Error).message;
  }
  for (const name of Object.keys(wrong)) expect(said).toContain(name);
  expect(said).not.toMatch(/secret|nine/);
});

const monitor = (more: string) =>
  `components:\n  - { slug: api, name: API }\nmonitors:\n  - key: api\n    type: http\n    url: https://api.example/\n    components: [api]\n    ${more}\n`;

it("reads durations, fills in defaults, and takes secrets from the environment", () => {
  const text =
    "components: [{ slug: jobs, name: Jobs }]\nmonitors: [{ key: q, type: redis, url: '${REDIS}', components: [jobs], notify_after: 1.5m }]";
  const { monitors } = parseStatusFile(text, "status.yaml", { REDIS: "redis://h:1" });
  expect(monitors[0]).toMatchObject({ url: "redis://h:1", notify_after: 90_000, every: 1_000 });
});

it.each([
  ["components: [", "line 1"],
  [monitor("notify_after: 301s"), "line 8, column 5: monitors.0.notify_after must be a duration between 0s and 300s"],
  [monitor("every: soon"), "line 8, column 5: monitors.0.every must be a duration"],
  [monitor("colour: red"), 'monitors.0 Unrecognized key: "colour"'],
  [monitor("").replace("[api]", "[nope]"), "names the component “nope”, which is not in components"],
  ["components: []", "components must list at least one component"],
  ["components: [{ slug: a, name: A }, { slug: a, name: B }]", "components.1.slug is used twice"],
  ["page: { time_zone: Mars/Base }\ncomponents: [{ slug: a, name: A }]", "must be an IANA time zone"],
  ["components: [{ slug: a, name: '${NAME}' }]", "the environment has no NAME"],
])("refuses %j and says where and why", (text, words) => {
  expect(() => parseStatusFile(text, "status.yaml", {})).toThrow(ConfigError);
  expect(() => parseStatusFile(text, "status.yaml", {})).toThrow(words);
});
