import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Certificate = { cert: string; key: string };

export type Authority = {
  /** File of the authority's own certificate. */
  ca: string;
  /** Issues a certificate for 127.0.0.1 and localhost, or for another name; `days: -1`: expired yesterday. */
  issue(of?: { name?: string; days?: number }): Certificate;
  remove(): void;
};

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** A certificate authority of its own in a folder of its own, by openssl. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-certificates-"));
  const openssl = (command: string, args: readonly string[]) =>
    execFileSync("openssl", [...command.split(" "), ...args], { stdio: "ignore", cwd: folder });
  openssl("req -x509 -keyout ca.key -out ca.pem -days 30 -subj", ["/CN=Test authority", ...NEW_KEY]);
  let issued = 0;
  return {
    ca: join(folder, "ca.pem"),
    issue({ name, days = 30 } = {}) {
      issued += 1;
      const files = { key: `${issued}.key`, request: `${issued}.csr`, cert: `${issued}.pem` };
      const names = `subjectAltName=${name === undefined ? "IP:127.0.0.1,DNS:localhost" : `DNS:${name}`}`;
      openssl(`req -new -keyout ${files.key} -out ${files.request} -subj /CN=redis -addext`, [names, ...NEW_KEY]);
      openssl(`x509 -req -in ${files.request} -out ${files.cert} -days ${days}`, [
        ...["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-copy_extensions", "copy"],
      ]);
      return { cert: join(folder, files.cert), key: join(folder, files.key) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
