import { resolve } from "node:path";
import { bucketTarget } from "./bucket.ts";
import { folderTarget } from "./folder.ts";
import type { Target } from "./target.ts";

/** A bucket when it is given as `s3://…`, else a folder. @throws {DomainError} `invalid` for a bucket's address that is none. */
export function targetOf(out: string): Target {
  return out.startsWith("s3:") ? bucketTarget(out) : folderTarget(resolve(out));
}
