"use client";

import { useEffect, useState } from "react";
import { Chips } from "#components/ui/chips.tsx";
import { FieldSet } from "#components/ui/field.tsx";
import { formatMoment, formatTime, zoneName } from "#lib/domain/duration.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";

const IN_MINUTES = [
  ["15", "15 min"],
  ["30", "30 min"],
  ["60", "1 h"],
  ["240", "4 h"],
] as const;

/** When it is expected to be over: soon, at a time, or not known. */
export function ExpectedChoice({
  values,
  errors,
  promisedAt,
  timeZone,
  now,
  hint,
}: {
  values: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  /** What was promised before; null when nothing was. */
  promisedAt: Instant | null;
  timeZone: string;
  now: Instant;
  hint: string | undefined;
}) {
  const at = useNow(now);
  const options = [
    ...(promisedAt === null
      ? []
      : [{ value: "keep", label: "As promised", detail: formatMoment(promisedAt, timeZone, at) }]),
    ...IN_MINUTES.map(([value, label]) => ({
      value,
      label,
      detail: formatTime(at + Number(value) * MINUTE, timeZone),
    })),
    { value: "pick", label: "Pick a time" },
    { value: "unknown", label: "Not known yet" },
  ];
  const zone = zoneName(at, timeZone);
  return (
    <div className="group/expected" aria-keyshortcuts="e">
      <FieldSet label="Expected resolution" name="expected" error={errors.expected} hint={hint}>
        <Chips
          name="expected"
          options={options}
          chosen={values.expected ?? (promisedAt === null ? "unknown" : "keep")}
        />
      </FieldSet>
      <p className="mt-2 mb-0 hidden text-[13.5px] group-has-[input[value=pick]:checked]/expected:block">
        <label htmlFor="expected_time">Time ({zone}) </label>
        <input
          id="expected_time"
          name="expected_time"
          type="datetime-local"
          defaultValue={values.expected_time}
          className="rounded-[9px] border border-edge bg-field px-2 py-1.5"
        />
      </p>
    </div>
  );
}

/** The time by which the chips are reckoned: it goes on while the form is open. */
function useNow(first: Instant): Instant {
  const [at, setAt] = useState(first);
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return at;
}
