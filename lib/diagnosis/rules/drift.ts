import { type Rule, redisCli } from "#lib/diagnosis/rule.ts";

/** Something about the target itself was changed while it ran. */
export const DRIFT: readonly Rule[] = [
  {
    id: "config.drift",
    title: "settings were changed",
    noticed: "",
    advice: [
      "If nobody knows of it, find out who did it.",
      "A change at run time is gone after a restart unless it is written to the configuration file.",
    ],
    commands: [
      redisCli("CONFIG GET maxmemory*", "What is set now; other settings by their names"),
      redisCli("CONFIG REWRITE", "Writes what is set now to its configuration file", "careful"),
    ],
    status: null,
    when: (facts) => facts.config_changed !== undefined,
    evidence: ["config_changed", "config_changed_ago_s"],
  },
];
