import { expect, it } from "vitest";
import { z } from "zod";
import { monitorSettings } from "#lib/config/console-monitor.ts";
import { formOf, monitorFields, settingsIn } from "./monitor-input.ts";

const read = (fields: Record<string, string>, before: Parameters<typeof settingsIn>[1] = null) =>
  settingsIn(z.object(monitorFields).parse({ name: "One", ...fields }), before);

it("takes an address where each kind keeps it, and further settings as status.yaml has them", () => {
  expect(read({ type: "redis", address: "redis://a", more: "every: 2s\nread_only: true" })).toEqual({
    type: "redis",
    url: "redis://a",
    every: "2s",
    read_only: true,
    auto_publish: true,
  });
  expect(read({ type: "sentinel", address: "a:1, b:2\nc:3", master: "main" })).toMatchObject({
    sentinels: ["a:1", "b:2", "c:3"],
    master: "main",
  });
  expect(read({ type: "heartbeat", more: "every: 60s", publishes: "no" })).toMatchObject({ auto_publish: false });
});

it("keeps the address that is not written again, and never hands one out", () => {
  const before = {
    key: "one",
    name: "One",
    ...read({ type: "redis", address: "redis://:secret@a", more: "every: 2s" }),
  };
  expect(read({ type: "redis", address: "" }, before)).toMatchObject({ url: "redis://:secret@a" });
  expect(formOf({ ...before, password: "secret" })).toEqual({ master: "", publishes: true, more: "every: 2s\n" });
});

it("says at the field what is missing or stands elsewhere", () => {
  const fault = (fields: Record<string, string>) => {
    try {
      monitorSettings({ key: "one", name: "One", ...read(fields) }, [], {});
    } catch (error) {
      return (error as { fields: { path: string }[] }).fields[0]?.path;
    }
    return null;
  };
  expect(fault({ type: "redis" })).toBe("address");
  expect(fault({ type: "redis", address: "redis://localhost" })).toBeNull();
  expect(fault({ type: "redis", address: "http://localhost" })).toBe("url");
  expect(fault({ type: "redis", address: "redis://${NOWHERE}" })).toBe("address");
  expect(fault({ type: "redis", address: "redis://a", more: "log_file: /etc/passwd" })).toBe("log_file");
  expect(fault({ type: "redis", address: "redis://a", more: "url: redis://b" })).toBe("more");
  expect(fault({ type: "redis", address: "redis://a", more: "components: [x]" })).toBe("more");
  expect(fault({ type: "redis", address: "redis://a", more: "every: often" })).toBe("every");
  expect(fault({ type: "redis", address: "redis://a", more: "- a" })).toBe("more");
  expect(fault({ type: "sentinel", address: "a:1" })).toBe("master");
  expect(fault({ type: "tcp", address: "a" })).toBe("address");
});
