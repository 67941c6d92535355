import { deflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { inflated, javascriptFailureKind, pythonFailureKind } from "./failure-kind.ts";

const TRACEBACK = "Traceback (most recent call last):\n  File \"/app/x.py\", line 1, in f\n    f('s3cret')\n";

it.each([
  [`${TRACEBACK}ValueError: s3cret`, "ValueError"],
  [`${TRACEBACK}requests.exceptions.ConnectTimeout: HTTPSConnectionPool(host='s3cret')`, "ConnectTimeout"],
  [`${TRACEBACK}KeyboardInterrupt`, "KeyboardInterrupt"],
  [`${TRACEBACK}ValueError: first line\nTypeError: looks like another, is the message\ns3cret`, "ValueError"],
  [
    `${TRACEBACK}KeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\n${TRACEBACK}OSError: s3cret`,
    "OSError",
  ],
  ["Work-horse terminated unexpectedly; waitpid returned 9 (signal 9); ", "Work-horse terminated"],
  ["Moved to FailedJobRegistry, due to AbandonedJobError, at 2026-11-23", "AbandonedJobError"],
  ["Job stopped by user, work-horse terminated.", "Stopped by a person"],
  ["s3cret", "unknown"],
  ["", "unknown"],
])("takes the class and nothing else of %j", (text, kind) => {
  expect(pythonFailureKind(text)).toBe(kind);
});

it.each([
  ["TypeError: s3cret\n    at run (/app/x.js:1:1)", "TypeError"],
  ["Error\n    at x", "Error"],
  ["UnrecoverableError: s3cret", "UnrecoverableError"],
  ["s3cret happened", "unknown"],
])("takes the class of a JavaScript stack %j", (stack, kind) => {
  expect(javascriptFailureKind(stack)).toBe(kind);
});

it("inflates what RQ keeps, in both forms, and gives up on what is neither or far too long", () => {
  const kept = deflateSync("Traceback");
  expect(inflated(kept)).toBe("Traceback");
  expect(inflated(Buffer.from(kept.toString("base64")))).toBe("Traceback");
  expect(inflated(Buffer.from("plain text"))).toBeNull();
  expect(inflated(deflateSync("x".repeat(1_000_000)))).toBeNull();
});
