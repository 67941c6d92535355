import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { belowFloor, type Lock, looseVersions, type Manifest, missingOptional } from "./lock.ts";

const LOCK = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
const MANIFEST = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;

describe("this project", () => {
  it("locks the packages of every platform, so that npm ci works on all of them", () => {
    expect(missingOptional(LOCK)).toEqual([]);
  });

  it("names every dependency by one exact version", () => {
    expect(looseVersions(MANIFEST)).toEqual([]);
  });

  it("locks nothing older than is safe", () => {
    expect(belowFloor(LOCK)).toEqual([]);
  });

  it("runs on a Node whose SQLite does not corrupt its write-ahead log (fixed in 3.51.3)", () => {
    const [major = 0, minor = 0, patch = 0] = (process.versions.sqlite ?? "0").split(".").map(Number);
    expect(major * 1_000_000 + minor * 1_000 + patch).toBeGreaterThanOrEqual(3_051_003);
  });
});

describe("the lock's judge", () => {
  it("finds an optional package beside the one that asks, further up, or not at all", () => {
    const lock: Lock = {
      packages: {
        "": {},
        "node_modules/a": { optionalDependencies: { "a-linux": "1.0.0", "a-darwin": "1.0.0" } },
        "node_modules/a-linux": { version: "1.0.0" },
        "node_modules/b/node_modules/c": { optionalDependencies: { "@c/near": "^2.0.0", up: "1.0.0", gone: "^3.0.0" } },
        "node_modules/b/node_modules/c/node_modules/@c/near": { version: "2.0.0" },
        "node_modules/b/node_modules/up": { version: "1.0.0" },
        "node_modules/d/node_modules/gone": { version: "3.0.0" },
      },
    };
    expect(missingOptional(lock)).toEqual(["a-darwin@1.0.0", "gone@^3.0.0"]);
  });

  it("calls a range, a tag and an address loose, and a pre-release exact", () => {
    const dependencies = { a: "1.2.3", b: "^1.2.3", c: "latest", d: "1.x" };
    const devDependencies = { e: "1.0.0-rc.1", f: "git+https://example.org/f.git", g: "~2.0.0" };
    expect(looseVersions({ dependencies, devDependencies })).toEqual([
      "b@^1.2.3",
      "c@latest",
      "d@1.x",
      "f@git+https://example.org/f.git",
      "g@~2.0.0",
    ]);
  });

  it("finds an old package also where another package brought it, and takes numbers for numbers", () => {
    const lock: Lock = {
      packages: {
        "": { version: "0.1.0" },
        "node_modules/next": { version: "16.4.10" },
        "node_modules/nodemailer": { version: "10.6.0" },
        "node_modules/x/node_modules/nodemailer": { version: "9.0.1" },
        "node_modules/@slack/webhook": { version: "8.0.1" },
        "node_modules/react": { version: "19.3.1-rc.2" },
        "node_modules/other": { version: "0.0.1" },
      },
    };
    expect(belowFloor(lock)).toEqual([
      "node_modules/x/node_modules/nodemailer@9.0.1",
      "node_modules/@slack/webhook@8.0.1",
      "node_modules/react@19.3.1-rc.2",
    ]);
  });
});
