import { AwsClient } from "aws4fetch";
import { DomainError } from "#lib/domain/errors.ts";
import { isPage, NOTE, type SiteFile, type Target } from "./target.ts";

const PATIENCE_MS = 20_000;

/**
 * A bucket of any S3-compatible store, at `s3://KEY:SECRET@HOST/BUCKET[/FOLDER][?region=R][&tls=off]`.
 *
 * A page is kept under its own name and as `index.html` below it: whichever way the bucket is served, addresses stay.
 *
 * @throws {DomainError} `invalid` when the address is not one.
 */
export function bucketTarget(address: string): Target {
  const { client, base, name } = readAddress(address);
  const send = async (key: string, init: RequestInit): Promise<Response> => {
    const answer = await client.fetch(`${base}/${key}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok || answer.status === 404) return answer;
    throw new Error(`The bucket answered ${answer.status}.`);
  };
  const put = (key: string, file: SiteFile) =>
    send(key, {
      method: "PUT",
      body: new Uint8Array(file.bytes),
      headers: { "content-type": file.mediaType, "cache-control": file.cacheControl },
    }).then(requireFound);

  return {
    name,
    async known() {
      const answer = await send(NOTE, { method: "GET" });
      if (answer.status === 404) return null;
      const { paths } = (await answer.json().catch(() => ({}))) as { paths?: unknown };
      return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
    },
    async put(file) {
      for (const key of keysOf(file.path, isPage(file.mediaType))) await put(key, file);
    },
    async remove(path) {
      for (const key of keysOf(path, true)) await send(key, { method: "DELETE" });
    },
    async note(paths) {
      const bytes = Buffer.from(JSON.stringify({ paths }));
      await put(NOTE, { path: `/${NOTE}`, mediaType: "application/json", cacheControl: "no-store", bytes });
    },
  };
}

function keysOf(path: string, page: boolean): string[] {
  const key = path.slice(1);
  if (!page) return [key];
  return key === "" ? ["index.html"] : [key, `${key}/index.html`];
}

function requireFound(answer: Response): void {
  if (answer.status === 404) throw new Error("There is no such bucket.");
}

function readAddress(address: string): { client: AwsClient; base: string; name: string } {
  const url = URL.canParse(address) ? new URL(address) : null;
  const path = url?.pathname.replace(/\/+$/, "") ?? "";
  if (url?.protocol !== "s3:" || url.username === "" || url.password === "" || !/^\/[^/]/.test(path))
    throw new DomainError(
      "invalid",
      "A bucket's address is s3://KEY:SECRET@HOST/BUCKET, with ?region= where it needs one.",
    );
  const region = url.searchParams.get("region") ?? "us-east-1";
  const scheme = url.searchParams.get("tls") === "off" ? "http" : "https";
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    service: "s3",
    region,
    retries: 3,
  });
  return { client, base: `${scheme}://${url.host}${path}`, name: `s3://${url.host}${path}` };
}
