import { expect, it } from "vitest";
import { type KeyLook, readMemory, rememberKeys, SteadyKeys } from "./data-loss.ts";

const look = (keys: number, more: Partial<KeyLook> = {}): KeyLook => ({
  runId: "a",
  keys,
  flushes: 0,
  went: 0,
  ...more,
});
const after = (before: KeyLook, seen: KeyLook) => rememberKeys(rememberKeys(null, before, null, 0), seen, null, 1_000);

it.each([
  ["came back empty", look(500), look(0, { runId: "b" }), "restart"],
  ["came back with a tenth", look(500), look(50, { runId: "b" }), "restart"],
  ["lost its only key by a restart", look(1), look(0, { runId: "b" }), "restart"],
  ["was flushed", look(500), look(3, { flushes: 1 }), "flush"],
  ["came back with what it had", look(500), look(480, { runId: "b" }), undefined],
  ["had nothing before", look(0), look(0, { runId: "b", flushes: 1 }), undefined],
  ["shrank by itself", look(500), look(3), undefined],
  ["flushed one small database of many", look(500), look(450, { flushes: 1 }), undefined],
  ["counts from zero again after CONFIG RESETSTAT", look(500, { flushes: 7 }), look(490), undefined],
  ["does not show its commands", look(500, { flushes: Number.NaN }), look(3, { flushes: Number.NaN }), undefined],
])("of a Redis that %s it says what was lost", (_, before, seen, lostBy) => {
  expect(after(before, seen).lostBy).toBe(lostBy);
});

it("says it for ten minutes, unless half of it is back sooner", () => {
  const lost = after(look(500), look(0, { runId: "b" }));
  expect(lost).toMatchObject({ lostKeys: 500, lostAt: 1_000 });
  const next = (keys: number, now: number) => rememberKeys(lost, look(keys, { runId: "b" }), null, now).lostAt;
  expect(next(10, 30_000)).toBe(1_000);
  expect(next(250, 30_000)).toBeUndefined();
  expect(next(10, 601_000)).toBeUndefined();
});

it("keeps it over our own restart", () => {
  const lost = after(look(500), look(3, { flushes: 1 }));
  expect(readMemory(JSON.parse(JSON.stringify(lost)))).toEqual(lost);
  expect(readMemory({ runId: "a" })).toBeNull();
});

it("notices that keys which had always been there were deleted", () => {
  const steady = new SteadyKeys();
  for (let at = 0; at <= 60_000; at += 5_000) expect(steady.take(look(900 + at / 1_000), at)).toBeNull();
  expect(steady.take(look(400), 65_000)).toBeNull();
  expect(steady.take(look(30), 70_000)).toBe(900);
});

it("takes keys that came and went, expired or were few for everyday life", () => {
  const batch = new SteadyKeys();
  for (let at = 0; at <= 60_000; at += 5_000) expect(batch.take(look(at % 20_000 === 0 ? 2 : 900), at)).toBeNull();
  const expiring = new SteadyKeys();
  for (let at = 0; at <= 60_000; at += 5_000) expiring.take(look(900), at);
  expect(expiring.take(look(10, { went: 890 }), 65_000)).toBeNull();
  const few = new SteadyKeys();
  for (let at = 0; at <= 60_000; at += 5_000) few.take(look(12), at);
  expect(few.take(look(0), 65_000)).toBeNull();
});
