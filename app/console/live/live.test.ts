import { expect, it } from "vitest";
import { api } from "#app/api/v1/test-api.ts";
import { openSqlite } from "#e2e/stores.ts";
import { migrateAuth } from "#lib/access/auth.ts";
import { createOperator } from "#lib/access/operators.ts";
import { openSession } from "#lib/access/sign-in.ts";
import { runtime } from "#lib/runtime.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { readConsoleMark } from "#lib/store/console-mark.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { GET } from "./route.ts";

/** What comes until the text has all of these. */
async function heard(answer: Response, ...wanted: string[]): Promise<string> {
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  while (!wanted.every((one) => text.includes(one))) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader.cancel();
  return text;
}

it("tells operators of what became public and of what one of them did, from what they have seen on, and nobody else", async () => {
  await using store = await api(openSqlite);
  const access = runtime();
  await migrateAuth(access.db);
  const person = { name: "Ada", email: "ada@example.org", password: "correct horse", role: "viewer" } as const;
  const { id } = await createOperator(access, person, Date.now());
  const { name, value } = await openSession(access, id, { address: "192.0.2.7", userAgent: "Firefox" });
  const cookie = `${name}=${encodeURIComponent(value)}`;
  const ask = (seen: string, headers: Record<string, string> = { cookie }) =>
    GET(new Request(`http://localhost/console/live?seen=${seen}`, { headers }));

  expect((await ask("1.0", {})).status).toBe(401);
  const first = await readConsoleMark(store.db);
  const listening = await ask(first);
  await bumpVersion(store.db, Date.now());
  const second = await readConsoleMark(store.db);
  expect(await heard(listening, second)).toContain(`data: ${second}\n\n`);
  const again = await ask(second);
  const deed = { actor: { kind: "operator", id, name: "Ada", role: "viewer" }, action: "x", subject: "y" } as const;
  await writeAudit(store.db, deed, Date.now());
  const third = await readConsoleMark(store.db);
  expect(new Set([first, second, third]).size).toBe(3);
  expect(await heard(again, third)).not.toContain(`data: ${second}`);
  // Who comes late is told at once.
  expect(await heard(await ask(first), third)).toContain(third);
});
