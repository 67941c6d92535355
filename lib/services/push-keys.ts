import { createECDH, hkdfSync } from "node:crypto";

/**
 * The pair of keys by which push services know us (VAPID, RFC 8292), in base64url.
 *
 * Made from the installation's secret: every process has the same, and nothing is kept. With another secret the
 * browsers' subscriptions end.
 */
export function pushKeys(sessionSecret: string): { publicKey: string; privateKey: string } {
  const curve = createECDH("prime256v1");
  const scalar = Buffer.from(hkdfSync("sha256", sessionSecret, "", "pulsepage web push", 32));
  curve.setPrivateKey(scalar);
  return { publicKey: curve.getPublicKey("base64url"), privateKey: scalar.toString("base64url") };
}

/** What a browser gives to whom it wants to hear from. */
export type PushTarget = { endpoint: string; keys: { p256dh: string; auth: string } };
