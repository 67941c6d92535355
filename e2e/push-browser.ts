import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";

export type PushBrowser = {
  /** What its subscription says of itself, as JSON. */
  target: string;
  /** What a push says, once it is decrypted. */
  read(body: Buffer): unknown;
};

/** A browser's side of RFC 8291 with keys of its own. */
export function pushBrowser(endpoint: string): PushBrowser {
  const curve = createECDH("prime256v1");
  const p256dh = curve.generateKeys();
  const auth = randomBytes(16);
  const derive = (key: Buffer, salt: Buffer, info: Buffer | string, length: number) =>
    Buffer.from(hkdfSync("sha256", key, salt, info, length));
  return {
    target: JSON.stringify({
      endpoint,
      keys: { p256dh: p256dh.toString("base64url"), auth: auth.toString("base64url") },
    }),
    read(body: Buffer): unknown {
      const salt = body.subarray(0, 16);
      const sender = body.subarray(21, 21 + (body[20] as number));
      const text = body.subarray(21 + (body[20] as number));
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), p256dh, sender]);
      const ikm = derive(curve.computeSecret(sender), auth, info, 32);
      const key = derive(ikm, salt, "Content-Encoding: aes128gcm\0", 16);
      const nonce = derive(ikm, salt, "Content-Encoding: nonce\0", 12);
      const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(text.subarray(-16));
      const plain = Buffer.concat([decipher.update(text.subarray(0, -16)), decipher.final()]);
      return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString("utf8"));
    },
  };
}
