import { number, type Rule } from "#lib/diagnosis/rule.ts";
import type { Expectation, Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration } from "#lib/domain/duration.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { KERNEL, PROCESSES, type QueueSystem, TOOLS } from "./queue-tools.ts";

const NOT_RUN = "Background jobs are not being run at the moment. They are kept, and run later.";

/** BullMQ registers nobody: who is not connected is not there. And nothing stays behind a child that failed. */
const OF_RQ_ALONE = ["ghost_workers", "stale_workers", "unregistered_workers", "deferred_stuck"].map(
  (id) => `bullmq.${id}`,
);

/** Background work in queues: judged by how long jobs wait against what was promised, never by length (features.md 2.8). */
export const QUEUES: readonly Rule[] = [
  ...queueRules("rq"),
  ...queueRules("bullmq").filter(({ id }) => !OF_RQ_ALONE.includes(id)),
];

function queueRules(system: QueueSystem): Rule[] {
  const tools = TOOLS[system];
  const rule = (id: string) => `${system}.${id}`;
  const here = (condition: (facts: Facts) => boolean) => (facts: Facts) =>
    facts.queue_system === system && condition(facts);
  const has = (name: string) => here((facts) => facts[name] !== undefined);
  return [
    {
      id: rule("no_workers"),
      title: "none of its workers runs",
      noticed: NOT_RUN,
      advice: [
        "Every worker is gone: those that are still registered have died without signing off.",
        "Read their last words, then start them; a supervisor that restarts them keeps it from happening again.",
        ...(system === "rq"
          ? [
              "One that died with a name of its own cannot start under it before its registration expires, up to 8 minutes.",
            ]
          : []),
      ],
      commands: [tools.look, PROCESSES, tools.log, KERNEL, tools.workers],
      status: "major_outage",
      when: here(
        (facts) =>
          facts.workers_serving === 0 &&
          (number(facts, "workers_ghost") > 0 ||
            (facts.unserved_queue !== undefined && !(number(facts, "workers_elsewhere") > 0))),
      ),
      evidence: ["workers_serving", "workers_ghost", "waiting_jobs", "unserved_queue", "unserved_s"],
      explains: [
        rule("waiting"),
        rule("nobody_listens"),
        rule("ghost_workers"),
        rule("scheduler_missing"),
        rule("abandoned"),
        rule("backlog"),
      ],
      expected,
    },
    {
      id: rule("suspended"),
      title: "workers are told to take no jobs, and jobs wait",
      noticed: "Background jobs are paused. They are kept, and run later.",
      advice: ["Somebody paused the work and has not resumed it: ask who before you do."],
      commands: [tools.look, tools.resume],
      status: "partial_outage",
      when: here((facts) => facts.paused === 1 && number(facts, "wait_s") > 0),
      evidence: ["paused", "late_queue", "wait_s", "waiting_jobs"],
      explains: [rule("waiting"), rule("no_workers"), rule("nobody_listens"), rule("hung_workers"), rule("paused")],
    },
    {
      id: rule("paused"),
      title: "workers are told to take no jobs",
      noticed: "",
      advice: ["Somebody paused the work. No job has waited longer than promised yet."],
      commands: [tools.look, tools.resume],
      status: null,
      when: has("paused"),
      evidence: ["paused", "waiting_jobs"],
    },
    {
      id: rule("nobody_listens"),
      title: "no worker listens to a queue",
      noticed: "Some background jobs are not being run at the moment. They are kept, and run later.",
      advice: [
        "Workers run, but none of them for this queue: those it had have died, a name was changed, or it was forgotten.",
        "Start a worker for it, or add it to the list of one that runs.",
      ],
      commands: [
        tools.look,
        PROCESSES,
        ...(system === "rq"
          ? [
              {
                run: "rq worker -u redis://{host}:{port} {unserved_queue}",
                does: "A worker for this queue, in the foreground",
                danger: "careful",
              } as const,
            ]
          : []),
      ],
      status: "partial_outage",
      when: here((facts) => {
        const others = number(facts, "workers_serving") + number(facts, "workers_elsewhere");
        return others > 0 && (facts.unserved_queue !== undefined || facts.dead_queue !== undefined);
      }),
      evidence: ["dead_queue", "unserved_queue", "unserved_jobs", "unserved_s", "workers_serving"],
      explains: [rule("waiting"), rule("backlog")],
    },
    {
      id: rule("hung_workers"),
      title: "workers are there and take no jobs",
      noticed: NOT_RUN,
      advice: [
        "Idle workers are registered and nothing is taken: they are frozen, or have lost their connection without noticing.",
        "Look at their processes; restart them if nothing moves.",
      ],
      commands: [PROCESSES, tools.log, tools.look, tools.workers],
      status: "partial_outage",
      when: has("hung_queue"),
      confidence: 0.8,
      evidence: ["hung_queue", "hung_s", "idle_workers", "waiting_jobs"],
      explains: [rule("waiting"), rule("backlog")],
    },
    {
      id: rule("waiting"),
      title: "jobs wait longer than promised",
      noticed: "Background jobs start later than usual.",
      noticedNow: (facts) => `Background jobs wait about ${formatDuration(number(facts, "wait_s") * SECOND)}.`,
      advice: [
        "More work than the workers can do: is there a wave of jobs, or did single jobs become slow?",
        "Add workers while it lasts; whether that helps shows in the forecast.",
      ],
      commands: [tools.look, PROCESSES],
      status: "degraded_performance",
      when: has("late_queue"),
      evidence: ["late_queue", "wait_s", "promise_s", "late_jobs", "drain_basis", "workers_alive"],
      explains: [rule("backlog")],
      expected,
    },
    {
      id: rule("failures"),
      title: "many jobs fail",
      noticed: "Some background jobs fail.",
      advice: [
        "Look at what they have in common: one class of exception points to one cause.",
        "Run them again once it is mended.",
      ],
      commands: [tools.log, tools.look, tools.failed],
      status: "degraded_performance",
      when: has("failed_queue"),
      evidence: ["failed_queue", "failed_jobs", "ended_jobs", "failed_kinds"],
    },
    {
      id: rule("scheduler_missing"),
      title: "due jobs are not put into their queue",
      noticed: "Scheduled jobs do not start on time.",
      advice:
        system === "rq"
          ? [
              "No scheduler holds the lock of this queue. It dies with the first lost connection to Redis, and a worker starts it again only at its ten-minute round.",
              "Restart one worker that runs with --with-scheduler.",
            ]
          : ["Workers move due jobs themselves: one is stuck, or none listens to this queue."],
      commands: [tools.look, PROCESSES, tools.workers],
      status: "degraded_performance",
      when: here(
        (facts) =>
          (number(facts, "overdue_s") >= 15 && facts.scheduler === "missing") || number(facts, "overdue_s") >= 90,
      ),
      evidence: ["overdue_queue", "overdue_jobs", "overdue_s", "scheduler"],
    },
    {
      id: rule("abandoned"),
      title: "jobs were begun and left",
      noticed: "",
      advice: [
        "Whoever ran them is gone: they count as running until a worker tidies up, within ten minutes.",
        "They are then failed, not run again: requeue them if they may run twice.",
      ],
      commands: [tools.look, tools.log],
      status: null,
      when: here((facts) => number(facts, "abandoned_jobs") > 0),
      evidence: ["abandoned_jobs", "workers_ghost"],
    },
    {
      id: rule("deferred_stuck"),
      title: "jobs wait for others that will never be done",
      noticed: "",
      advice: ["What they wait for failed, was stopped or is gone: requeue that, or cancel those that wait."],
      commands: [tools.look],
      status: null,
      when: has("stuck_queue"),
      evidence: ["stuck_queue", "stuck_jobs", "deferred_jobs"],
    },
    {
      id: rule("ghost_workers"),
      title: "registered workers that are gone",
      noticed: "",
      advice: ["They ended without signing off: killed, out of memory, or their host is gone."],
      commands: [tools.look, tools.log, KERNEL],
      status: null,
      when: here((facts) => number(facts, "workers_ghost") > 0),
      evidence: ["workers_ghost", "workers_serving"],
    },
    {
      id: rule("stale_workers"),
      title: "busy workers give no sign of life",
      noticed: "",
      advice: ["Frozen, or cut off from Redis in the middle of a job."],
      commands: [PROCESSES, tools.log],
      status: null,
      when: here((facts) => number(facts, "workers_stale") > 0),
      evidence: ["workers_stale", "workers_serving"],
    },
    {
      id: rule("unregistered_workers"),
      title: "jobs are done by workers that are not registered",
      noticed: "",
      advice: [
        "Redis came back empty under them. They work, but nothing can be said of them until they are restarted.",
      ],
      commands: [PROCESSES, tools.workers],
      status: null,
      when: has("works_unregistered"),
      evidence: ["works_unregistered", "workers_serving"],
    },
    {
      id: rule("backlog"),
      title: "jobs come faster than they go",
      noticed: "",
      advice: ["If it goes on, jobs will wait longer than promised: add workers, or find out who sends so many."],
      commands: [tools.look],
      status: null,
      when: has("growing_queue"),
      confidence: 0.7,
      evidence: ["growing_queue", "growing_per_min", "breaks_promise_in_s"],
    },
    {
      id: rule("catching_up"),
      title: "the backlog is not worked off yet",
      noticed: "",
      advice: ["Jobs start within the promise again; half of the backlog is still there."],
      commands: [tools.look],
      status: null,
      holdsRecovery: true,
      when: has("catching_up_queue"),
      evidence: ["catching_up_queue", "catching_up_s", "drain_basis"],
    },
  ];
}

/** The far edge of the drain's band, but no further than half again the likely time: that is still a promise worth giving. */
function expected(facts: Facts, now: Instant): Expectation | null {
  const at = number(facts, "caught_up_at");
  const basis = facts.drain_basis;
  if (!(at > now) || basis === undefined) return null;
  const latest = number(facts, "caught_up_latest");
  const earliest = number(facts, "caught_up_earliest");
  const farthest = now + 1.5 * (at - now);
  const by = Math.min(Number.isNaN(latest) ? farthest : latest, farthest);
  const spread = formatDuration(Math.max(by - at, at - earliest));
  return { at: Math.round(by), basis: `${basis}, give or take ${spread}` };
}
