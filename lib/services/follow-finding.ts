import { SYSTEM } from "#lib/domain/actor.ts";
import type { SignalChange } from "#lib/domain/damping.ts";
import { derivedImpacts, type Need } from "#lib/domain/dependency.ts";
import type { Expectation } from "#lib/domain/diagnosis.ts";
import { signalStatus } from "#lib/domain/effective-status.ts";
import { newId } from "#lib/domain/ids.ts";
import { HOUR, type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { impactOn } from "#lib/domain/role.ts";
import { type ImpactStatus, severity } from "#lib/domain/status.ts";
import { countToldSince, isCoveredByPerson, openIncidentOf } from "#lib/store/automatic-incidents.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { deleteUpdates, impactsOf } from "#lib/store/incident-updates.ts";
import { insertIncident, updateIncident } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";
import { listMonitors, listSignals, type MonitorWithComponents } from "#lib/store/signals.ts";
import { addUpdate } from "./add-update.ts";
import { ruleOf, voicesOf } from "./components-now.ts";
import { expectedFromHistory } from "./expected-from-history.ts";
import { explainingIncident, needsNow, takeFollowers } from "./follow-need.ts";
import { publishDraft } from "./publish-due.ts";

/** What a found change is called, in the readers' words (lib/diagnosis). */
export type FoundWords = { title: string; body: string };

/** A change a monitor found, as its incident tells it. */
export type Finding = {
  change: SignalChange;
  /** What the target itself says of when it will be well. */
  expected: Expectation | null;
  words: (affected: readonly string[], expected: Expectation | null) => FoundWords;
};

type Story = FoundWords & {
  change: SignalChange;
  expected: Expectation | null;
  impacts: { component: Row<"component">; status: ImpactStatus }[];
  /** Which of them the monitor itself watches; the others need those. */
  watched: string[];
  /** Whether others carry on without the target, by the rules of its components: nobody notices anything. */
  isCarried: boolean;
  needs: Need[];
};

/** The cause that is told even when it follows another one: the target is back, but not with what it held. */
const DATA_LOST = "data.keyspace_loss";

/** At least this long a target must be well before anyone is told that it recovered. */
const SETTLE_MS = 10 * SECOND;
const LONGEST_SETTLE_MS = 30 * MINUTE;

/** The target fails: draft an incident, or carry on with the one that is open. */
export async function standUp(
  tx: Database,
  monitor: MonitorWithComponents,
  finding: Finding,
  now: Instant,
): Promise<void> {
  const story = await storyOf(tx, monitor, finding, now);
  const open = await openIncidentOf(tx, monitor.id);
  if (story.isCarried && (open?.published_at ?? null) === null) return open && takeBack(tx, open, now);
  if (!open) return draft(tx, monitor, story, now);
  if (open.published_at === null) return redraft(tx, open, story, now);
  if (open.taken_over_at === null) await goOn(tx, open, story, now);
}

async function draft(tx: Database, monitor: MonitorWithComponents, story: Story, now: Instant): Promise<void> {
  const follows = await explainingIncident(tx, story.needs, story.watched);
  const waits =
    follows !== null || monitor.auto_publish === 0 || (await isCoveredByPerson(tx, monitor.componentIds, null));
  const incident = {
    ...newIncident(monitor, story, waits ? null : now + monitor.notify_after_ms, now),
    follows_id: follows,
  };
  await insertIncident(tx, incident);
  await addUpdate(tx, incident.id, updateOf(story), now);
  const impacts = new Map(story.impacts.map(({ component, status }) => [component.id, status]));
  if (follows === null) await takeFollowers(tx, story.needs, { id: incident.id, impacts }, now);
  if (!waits && monitor.notify_after_ms === 0) await publishDraft(tx, incident, now);
}

/** Still a draft: it says what is true now, and is due when it was due. */
async function redraft(tx: Database, open: Row<"incident">, story: Story, now: Instant): Promise<void> {
  await deleteUpdates(tx, open.id);
  await updateIncident(tx, open, {
    title: story.title,
    cause: story.change.cause,
    ...expectedColumns(story.expected),
    updated_at: now,
  });
  await addUpdate(tx, open.id, updateOf(story), now);
}

/** A public incident nobody has taken over: it does not resolve now, and what got worse is told. */
async function goOn(tx: Database, open: Row<"incident">, story: Story, now: Instant): Promise<void> {
  const before = await impactsOf(tx, open.id);
  const isWorse = story.impacts.some(
    ({ component, status }) => severity(status) > severity(before.get(component.id) ?? "operational"),
  );
  const isLoss = story.change.cause === DATA_LOST && open.cause !== DATA_LOST;
  const relapses = open.status === "monitoring";
  const turns = story.change.cause !== open.cause;
  await updateIncident(tx, open, {
    resolve_at: null,
    updated_at: now,
    ...(relapses ? { status: "investigating", monitoring_at: null } : {}),
    ...(turns || isWorse ? { cause: story.change.cause, ...expectedColumns(story.expected) } : {}),
  });
  // What got worse is told; what only changed, or came back, stands on the page.
  if (!isWorse && !relapses && !turns) return;
  const again = relapses && !isWorse && !isLoss ? "It fails again. " : "";
  const told = { ...updateOf(story), body: again + story.body, notify: isWorse || isLoss, happenedAt: now };
  await addUpdate(tx, open.id, told, now);
}

/**
 * The target is well again: a draft is taken back; a public incident is watched
 * and resolves when it has stayed well. Coming and going is not told each time.
 */
export async function standDown(
  tx: Database,
  monitor: MonitorWithComponents,
  recovery: { change: SignalChange; flapping: boolean },
  now: Instant,
): Promise<void> {
  const open = await openIncidentOf(tx, monitor.id);
  if (!open) return;
  if (open.published_at === null) {
    return takeBack(tx, open, now);
  }
  if (open.taken_over_at !== null) return;
  const settleMs = await patience(tx, monitor, open, recovery.flapping, now);
  const watches = !recovery.flapping && open.status !== "monitoring";
  await updateIncident(tx, open, {
    resolve_at: now + settleMs,
    updated_at: now,
    ...(watches ? { status: "monitoring", monitoring_at: now } : {}),
  });
  if (!watches) return;
  await addUpdate(
    tx,
    open.id,
    {
      status: "monitoring",
      body: "Our automatic checks pass again. We watch it a little longer before we call it over.",
      impacts: [],
      expectedAt: null,
      happenedAt: recovery.change.since,
      notify: false,
      countsImpacts: false,
      actor: SYSTEM,
    },
    now,
  );
}

async function takeBack(tx: Database, draft: Row<"incident">, now: Instant): Promise<void> {
  await updateIncident(tx, draft, { discarded_at: now, publish_at: null, updated_at: now });
}

/**
 * How long the target must stay well before its incident is called over. What
 * keeps coming back is believed later each time: one long story instead of many
 * short ones, each with its notices.
 */
async function patience(
  tx: Database,
  monitor: MonitorWithComponents,
  open: Row<"incident">,
  flapping: boolean,
  now: Instant,
): Promise<number> {
  const before = await countToldSince(tx, monitor.id, open.id, now - HOUR);
  const base = flapping ? MINUTE : Math.max(SETTLE_MS, monitor.notify_after_ms);
  return Math.min(base * 4 ** before, LONGEST_SETTLE_MS);
}

async function storyOf(tx: Database, monitor: MonitorWithComponents, finding: Finding, now: Instant): Promise<Story> {
  const { change } = finding;
  const [all, needs] = [await listComponents(tx), await needsNow(tx)];
  const own = all
    .filter((component) => monitor.componentIds.includes(component.id))
    .map((component) => ({ component, status: impactOn(change, monitor.roles[component.id] ?? null) ?? change.status }))
    .filter((one) => one.status !== "operational");
  const direct = (await byTheirRules(tx, own, now)).filter((one) => one.status !== "operational");
  const derived = derivedImpacts(needs, new Map(direct.map(({ component, status }) => [component.id, status])));
  const further = all.flatMap((component) => {
    const status = derived.get(component.id);
    return status === undefined || status === "under_maintenance" ? [] : [{ component, status }];
  });
  const expected = finding.expected ?? (await expectedFromHistory(tx, change, now));
  const names = direct.map((one) => one.component.name);
  return {
    ...finding.words(names, expected),
    change,
    expected,
    impacts: [...direct, ...further],
    watched: direct.map((one) => one.component.id),
    isCarried: own.length > 0 && direct.length === 0,
    needs,
  };
}

/** What a monitor's finding means to components that several monitors speak for, by the rules of those. */
async function byTheirRules(tx: Database, impacts: Story["impacts"], now: Instant): Promise<Story["impacts"]> {
  if (impacts.every(({ component }) => ruleOf(component).kind === "any")) return impacts;
  const [monitors, signals] = [await listMonitors(tx), await listSignals(tx)];
  return impacts.map((one) => {
    const rule = ruleOf(one.component);
    if (rule.kind === "any") return one;
    const together = signalStatus(voicesOf({ monitors, signals }, one.component.id), now, rule);
    // What the others say is not known: this finding is what there is.
    return together === "unknown" || together === "under_maintenance" ? one : { ...one, status: together };
  });
}

function newIncident(
  monitor: Row<"monitor">,
  { title, change, expected }: Story,
  publishAt: Instant | null,
  now: Instant,
): Row<"incident"> {
  return {
    id: newId(),
    title,
    status: "investigating",
    impact_override: null,
    source: "monitor",
    monitor_id: monitor.id,
    cause: change.cause,
    follows_id: null,
    version: 1,
    ...expectedColumns(expected),
    publish_at: publishAt,
    published_at: null,
    discarded_at: null,
    taken_over_at: null,
    resolve_at: null,
    started_at: change.since,
    created_at: now,
    updated_at: now,
    monitoring_at: null,
    resolved_at: null,
  };
}

function expectedColumns(expected: Expectation | null) {
  return { expected_at: expected?.at ?? null, expected_basis: expected?.basis ?? null };
}

function updateOf(story: Story) {
  return {
    status: "investigating" as const,
    body: story.body,
    impacts: story.impacts,
    expectedAt: story.expected?.at ?? null,
    expectedBasis: story.expected?.basis ?? null,
    happenedAt: story.change.since,
    notify: false,
    countsImpacts: false,
    actor: SYSTEM,
  };
}
