import { format } from "node:util";
import { afterAll, afterEach } from "vitest";

/** Setup of every test file: what is written to console.error or console.warn without being expected fails the test. */
const heard: string[] = [];

for (const level of ["error", "warn"] as const) {
  // A test that expects noise puts a spy in this place, and says what it expects.
  globalThis.console[level] = (...parts: unknown[]) => {
    heard.push(new Error(`console.${level}: ${format(...parts)}`).stack ?? "");
  };
}

function failOnNoise(): void {
  const noise = heard.splice(0);
  if (noise.length > 0) throw new Error(`Nobody expected this on the console:\n${noise.join("\n")}`);
}

afterEach(failOnNoise);
// Noise of imports and of other hooks belongs to no test: the file answers for it.
afterAll(failOnNoise);
