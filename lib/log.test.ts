import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { describeThrown } from "./log.ts";

class Refused extends Error {
  override name = "Refused";
  code = "ECONNREFUSED";
  command = { args: ["default", "very-secret"] };
}

it.each([
  [new Refused("redis://default:very-secret@db:6379 refused"), "Refused", "redis://***@db:6379 refused"],
  ["to ada@morning.example", "unknown", "to ***@***"],
  [{ message: "https://hooks.slack.com/services/T0/very-secret" }, "unknown", "https://hooks.slack.com/***"],
  [null, "unknown", "null"],
  [Object.assign(Object.create(null), { name: 7, message: "x" }), "unknown", "x"],
])("describes what was thrown, without its secrets", (thrown, name, message) => {
  expect(describeThrown(thrown)).toMatchObject({ name, message });
  expect(JSON.stringify(describeThrown(thrown))).not.toContain("very-secret");
  expect(describeThrown(describeThrown(thrown))).toEqual(describeThrown(thrown));
});

it("writes a line that says what failed, whether it was described before or not", () => {
  const code = `
    import { createLog, describeThrown } from "#lib/log.ts";
    const log = createLog("info", "test");
    const error = Object.assign(new Error("postgres://me:very-secret@db refused"), { code: "ECONNREFUSED", args: ["very-secret"] });
    log.error({ err: error }, "raw");
    log.error({ err: describeThrown(error), url: "redis://:very-secret@db" }, "described");`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  expect(stdout).toBe("");
  const err = { name: "Error", code: "ECONNREFUSED", message: "postgres://***@db refused" };
  expect(
    stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { msg: "raw", part: "test", err },
    { msg: "described", err, url: "redis://***@db" },
  ]);
  expect(stderr).not.toContain("very-secret");
});
