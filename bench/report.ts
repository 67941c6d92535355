import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import type { Block } from "./bench.ts";

/** What the figures were taken on. */
export function machineFacts(): string[] {
  const all = cpus();
  const load = loadavg().map((value) => value.toFixed(2));
  return [
    `date    ${new Date().toISOString()}`,
    `CPU     ${all[0]?.model.trim() ?? "unknown"}, ${all.length} of them`,
    `memory  ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `system  ${systemName()}`,
    `node    ${process.version}`,
    `load    ${load.join(" ")} (1, 5 and 15 minutes)`,
  ];
}

/** The block as a plain table. */
export function tableOf({ title, figures, notes }: Block): string {
  const rows = figures.map(({ name, value, target, isMet }) => [
    name,
    value,
    target ?? "",
    isMet === null ? "" : isMet ? "met" : "MISSED",
  ]);
  const all = [["", "measured", "target", ""], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
  return ["", title, ...lines, ...notes.map((note) => `  ${note}`), ""].join("\n");
}

function systemName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
