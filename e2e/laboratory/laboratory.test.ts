import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "#e2e/product.ts";
import { openSqlite, type TestStore } from "#e2e/stores.ts";
import { isWell, type Laboratory, openLaboratory, type Verdict } from "./laboratory.ts";
import type { Specimen } from "./specimen.ts";
import { STANDALONE } from "./standalone.ts";

const ROLES = ["sessions", "queue", "cache"] as const;
/** Nineteen faults at once on two cores: each may take its time. */
const WAIT_MS = 60_000;
const LIMIT_MS = 3 * WAIT_MS;

/** Real servers, all broken at once: each cause is named, each component says its own, and all is well again afterwards. */
describe("the fault laboratory", () => {
  const specimens = new Map<string, Specimen>();
  let store: TestStore;
  let laboratory: Laboratory;

  beforeAll(async () => {
    store = await openSqlite();
    for (const specimen of await Promise.all(STANDALONE.map((begin) => begin()))) specimens.set(specimen.key, specimen);
    laboratory = await openLaboratory(store.db, statusYaml([...specimens.values()]));
  }, LIMIT_MS);

  afterAll(async () => {
    await laboratory?.stop();
    await Promise.all([...specimens.values()].map((specimen) => specimen.stop()));
    await store?.[Symbol.asyncDispose]();
  }, LIMIT_MS);

  /** The first verdict of which that is so; in vain it says what was said instead. */
  async function saying(key: string, what: string, isSo: (verdict: Verdict) => boolean): Promise<Verdict> {
    let last: Verdict | null = null;
    try {
      return await eventually(
        what,
        async () => {
          last = await laboratory.verdict(key);
          return last !== null && isSo(last) && last;
        },
        WAIT_MS,
      );
    } catch {
      throw new Error(`${key}: “${what}” did not come. The last verdict: ${JSON.stringify(last)}`);
    }
  }

  it.concurrent.each([
    "killed",
    "frozen",
    "swallowed",
    "closed",
    "reset",
    "stranger",
    "late",
    "crowded",
    "loading",
    "scripted",
    "full",
    "unsaved",
    "demoted",
    "orphaned",
    "alone",
    "evicting",
    "emptied",
    "wiped",
    "near",
  ])("names what is wrong with a Redis that is %s, and sees it mended", { timeout: LIMIT_MS }, async (key) => {
    const specimen = specimens.get(key) as Specimen;
    await saying(key, "all is well", isWell);
    await specimen.inject();
    const found = await saying(
      key,
      specimen.cause,
      (now) =>
        now.diagnoses[0]?.cause === specimen.cause && (specimen.roles === undefined || now.status !== "operational"),
    );
    const expected = specimen.roles ?? { sessions: "operational", queue: "operational", cache: "operational" };
    expect(rolesOf(key, found)).toEqual(expected);
    await specimen.mend();
    expect(rolesOf(key, await saying(key, "well again", isWell))).toEqual({
      sessions: "operational",
      queue: "operational",
      cache: "operational",
    });
  });
});

function rolesOf(key: string, { page }: Verdict) {
  return Object.fromEntries(ROLES.map((role) => [role, page[`${key}-${role}`]]));
}

function statusYaml(specimens: readonly Specimen[]): string {
  const components = specimens.flatMap(({ key }) =>
    ROLES.map((role) => `  - { slug: ${key}-${role}, name: ${key} ${role} }`),
  );
  const monitors = specimens.map(({ key, monitor }) => {
    const slugs = ROLES.map((role) => `${key}-${role}`);
    const roles = ROLES.map((role) => `${key}-${role}: ${role}`).join(", ");
    return `  - { key: ${key}, ${monitor}, every: 500ms, components: [${slugs.join(", ")}], roles: { ${roles} } }`;
  });
  return ["components:", ...components, "monitors:", ...monitors].join("\n");
}
