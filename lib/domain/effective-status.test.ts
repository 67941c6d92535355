import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveStatus, signalStatus } from "./effective-status.ts";
import { COMPONENT_STATUSES, type EffectiveStatus, severity } from "./status.ts";

const known = fc.constantFrom(...COMPONENT_STATUSES);
const base = fc.constantFrom<EffectiveStatus>(...COMPONENT_STATUSES, "unknown");
const some = fc.array(known, { minLength: 1, maxLength: 4 });

describe("effectiveStatus", () => {
  it("is the base when nothing else speaks", () => {
    fc.assert(
      fc.property(base, (status) => effectiveStatus({ base: status, maintenance: [], incidents: [] }) === status),
    );
  });

  it("lets maintenance replace what monitors find", () => {
    const of = { base: "major_outage", maintenance: ["under_maintenance"], incidents: [] } as const;
    expect(effectiveStatus(of)).toBe("under_maintenance");
  });

  it("takes the worst of the windows that cover the instant", () => {
    const of = { base: "operational", maintenance: ["under_maintenance", "partial_outage"], incidents: [] } as const;
    expect(effectiveStatus(of)).toBe("partial_outage");
  });

  it("never shows better than a public incident says, maintenance or not", () => {
    fc.assert(
      fc.property(base, fc.array(known), some, (status, maintenance, incidents) => {
        const shown = effectiveStatus({ base: status, maintenance, incidents });
        for (const incident of incidents)
          expect(shown === "unknown" ? -1 : severity(shown)).toBeGreaterThanOrEqual(severity(incident));
      }),
    );
  });

  it("keeps a base that is worse than the incident", () => {
    const of = { base: "major_outage", maintenance: [], incidents: ["degraded_performance"] } as const;
    expect(effectiveStatus(of)).toBe("major_outage");
  });

  it("shows what is not known as unknown, exactly while nobody has said otherwise", () => {
    fc.assert(
      fc.property(fc.array(known), fc.array(known), (maintenance, incidents) => {
        const isUnknown = effectiveStatus({ base: "unknown", maintenance, incidents }) === "unknown";
        expect(isUnknown).toBe(maintenance.length + incidents.length === 0);
      }),
    );
  });
});

describe("signalStatus", () => {
  const now = 1_000_000;
  const fresh = { source: "m", observedAt: now - 10, staleAfterMs: 10 };
  const stale = { source: "n", observedAt: now - 11, staleAfterMs: 10 };

  it("is operational without any monitor", () => {
    expect(signalStatus([], now)).toBe("operational");
  });

  it("is the worst of what was seen lately", () => {
    const voices = [
      { status: "operational", ...fresh },
      { status: "partial_outage", ...fresh },
      { status: "degraded_performance", ...fresh },
    ] as const;
    expect(signalStatus(voices, now)).toBe("partial_outage");
  });

  it("is unknown when nothing was seen lately", () => {
    expect(signalStatus([{ status: "major_outage", ...stale }], now)).toBe("unknown");
    expect(signalStatus([{ status: "unknown", ...fresh }], now)).toBe("unknown");
  });

  it("is never operational while one monitor is silent, and still tells of a fresh outage", () => {
    const voice = fc.record({
      source: fc.uuid(),
      status: base,
      observedAt: fc.integer({ min: now - 20, max: now }),
      staleAfterMs: fc.constant(10),
    });
    fc.assert(
      fc.property(fc.array(voice, { minLength: 1 }), (voices) => {
        const heard = voices.filter((one) => one.status !== "unknown" && now - one.observedAt <= 10);
        const worst = Math.max(0, ...heard.map((one) => (one.status === "unknown" ? 0 : severity(one.status))));
        const expected = worst === 0 && heard.length < voices.length ? "unknown" : COMPONENT_STATUSES[worst];
        expect(signalStatus(voices, now)).toBe(expected);
      }),
    );
  });
});
