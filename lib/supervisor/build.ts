import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = [
  "app/**/*.{ts,tsx,css}",
  "components/**/*.{ts,tsx,css}",
  "lib/**/*.{ts,tsx}",
  "public/**/*",
  "next.config.js",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];
const STAMP = ".next/pulsepage-sources";

/** Whether what was last built is what the sources say now. */
export function isBuilt(root: string): boolean {
  const stamp = join(root, STAMP);
  return (
    existsSync(stamp) && existsSync(join(root, ".next/BUILD_ID")) && readFileSync(stamp, "utf8") === fingerprint(root)
  );
}

/**
 * Builds the pages for production.
 *
 * @returns whether it worked; what went wrong has been printed.
 */
export async function build(root: string): Promise<boolean> {
  const before = fingerprint(root);
  const done = await new Promise<boolean>((resolve) => {
    const child = spawn(process.execPath, [nextBinary(root), "build"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => {
      if (code !== 0) process.stderr.write(output);
      resolve(code === 0);
    });
  });
  if (done) writeFileSync(join(root, STAMP), before);
  return done;
}

export function nextBinary(root: string): string {
  return join(root, "node_modules/next/dist/bin/next");
}

function fingerprint(root: string): string {
  const hash = createHash("sha256");
  for (const file of globSync(SOURCES, { cwd: root }).sort()) {
    if (/\.test\.tsx?$/.test(file)) continue;
    try {
      hash.update(file).update(readFileSync(join(root, file)));
    } catch {
      // A folder that the pattern met.
    }
  }
  return hash.digest("hex");
}
