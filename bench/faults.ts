import { join } from "node:path";
import { isWell, type Laboratory, openLaboratory } from "#e2e/laboratory/laboratory.ts";
import type { Specimen } from "#e2e/laboratory/specimen.ts";
import { STANDALONE } from "#e2e/laboratory/standalone.ts";
import { openDatabase } from "#lib/store/database.ts";
import { atMost, type Bench, type Block, type Figure, inMs, told } from "./bench.ts";

const ROUNDS = 10;
const WITHIN_MS = 60_000;
const LOOK_MS = 5;
/** What the reference promises (redis.md §5): a death within a second, silence within two and a half. */
const LIMITS: Readonly<Record<string, number>> = {
  killed: 1_000,
  closed: 1_000,
  reset: 1_000,
  frozen: 2_500,
  swallowed: 2_500,
};

/** From the fault to the verdict in the store, for each failure class of the laboratory. */
export async function measureFaults(bench: Bench): Promise<Block> {
  const specimens: Specimen[] = [];
  for (const begin of STANDALONE) {
    const specimen = await begin();
    bench.defer(() => specimen.stop());
    // The same data cannot be lost ten times over: it is told for ten minutes.
    if (specimen.cause !== "data.keyspace_loss") specimens.push(specimen);
  }
  const db = await openDatabase(`file:${join(bench.folder, "faults.db")}`);
  const laboratory = await openLaboratory(db, statusYaml(specimens));
  bench.defer(async () => {
    await laboratory.stop();
    await db.destroy();
  });
  const [timed, others] = [specimens.filter(isTimed), specimens.filter((one) => !isTimed(one))];
  const figures: Figure[] = [];
  for (const specimen of timed) figures.push(await measureOne(laboratory, specimen));
  figures.push(...(await Promise.all(others.map((specimen) => measureOne(laboratory, specimen)))));
  return {
    title: "Detection by failure class",
    figures,
    notes: [
      `${ROUNDS} rounds each, all ${specimens.length} targets watched every second; those with a target one at a time. The others are told by INFO, which is read every few seconds and must say it twice.`,
    ],
  };
}

function isTimed({ key }: Specimen): boolean {
  return LIMITS[key] !== undefined;
}

async function measureOne(laboratory: Laboratory, specimen: Specimen): Promise<Figure> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await until(async () => isWell(await laboratory.verdict(specimen.key)));
    // Not in step with the probe's second.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_000));
    const begun = performance.now();
    await specimen.inject();
    await until(async () => (await laboratory.verdict(specimen.key))?.diagnoses[0]?.cause === specimen.cause);
    took.push(performance.now() - begun);
    await specimen.mend();
  }
  const limit = LIMITS[specimen.key];
  const name = `${specimen.key} to ${specimen.cause}`;
  if (limit === undefined) return told(name, inMs(took));
  return atMost(name, inMs(took), Math.max(...took), limit, `max under ${limit / 1_000} s`);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`A verdict did not come within ${WITHIN_MS / 1_000} s.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function statusYaml(specimens: readonly Specimen[]): string {
  return [
    "components:",
    ...specimens.map(({ key }) => `  - { slug: ${key}, name: ${key} }`),
    "monitors:",
    ...specimens.map(
      ({ key, monitor }) => `  - { key: ${key}, ${monitor}, components: [${key}], roles: { ${key}: sessions } }`,
    ),
  ].join("\n");
}
