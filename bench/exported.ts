import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Product } from "#e2e/product.ts";
import type { Bench } from "./bench.ts";

/** A static copy of the running page. @returns its folder. */
export async function exportTo(bench: Bench, product: Product): Promise<string> {
  const folder = join(bench.folder, "exported");
  const env = { ...process.env, ...product.env };
  await promisify(execFile)(process.execPath, ["bin/pulsepage.ts", "export", "--out", folder], { env });
  return folder;
}
