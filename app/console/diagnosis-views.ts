import type { Command } from "#lib/diagnosis/rule.ts";
import { operatorWords } from "#lib/diagnosis/words.ts";
import type { Diagnosis, Facts } from "#lib/domain/diagnosis.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { factLine, isOneLine } from "./fact-words.ts";

/** One explanation of what a monitor found, as operators read it. */
export type DiagnosisView = {
  cause: string;
  title: string;
  /** Null: a note, nobody notices anything yet. */
  status: ImpactStatus | null;
  /** "certain", "likely (70 %)". */
  sure: string;
  evidence: [string, string][];
  advice: readonly string[];
  commands: readonly Command[];
};

/** Every explanation the monitor gives, the likeliest first, notes last. */
export function diagnosisViews(diagnoses: readonly Diagnosis[], facts: Facts): DiagnosisView[] {
  return diagnoses.map(({ cause, status, confidence, evidence }) => ({
    cause,
    status,
    sure: confidence >= 1 ? "certain" : `likely (${Math.floor(confidence * 100)} %)`,
    evidence: evidence.filter(([, value]) => isOneLine(value)).map(([name, value]) => factLine(name, value)),
    ...operatorWords(cause, facts),
  }));
}
