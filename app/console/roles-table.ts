import type { Role } from "#lib/domain/actor.ts";

/** Who may: `anyone` without being signed in. */
export type Least = Role | "anyone";

/** What these stand for is in the store. */
export const INCIDENT = "(an incident)";
export const MAINTENANCE = "(a maintenance)";

const WORDS = { body: "It is slow.", title: "Slow", notify: "on", intent: "post" };
const UPDATE = { ...WORDS, status: "investigating", expected: "unknown" };
const { title: _title, ...ADDED } = UPDATE;
const PLAN = { ...WORDS, starts: "2030-01-01T10:00", ends: "2030-01-01T11:00" };

/**
 * Every action of the console, by file and name: the least role that may do it, and a
 * form that is filled in well enough to come as far as the question who asks.
 * A list instead of a form: the action is a question of a page's script.
 *
 * A new action fails this test until it stands here: say who may do it.
 */
export const ACTIONS: Record<string, [Least, Record<string, string> | unknown[]]> = {
  "account-actions endAllSessionsAction": ["viewer", {}],
  "account-actions endSessionAction": ["viewer", { session: "nowhere" }],
  "component-actions addComponentAction": ["maintainer", { name: "A", description: "", group: "" }],
  "component-actions addGroupAction": ["maintainer", { name: "A" }],
  "component-actions attachAction": ["maintainer", { component: "nowhere", monitor: "nowhere", role: "" }],
  "component-actions changeComponentAction": [
    "maintainer",
    { component: "nowhere", name: "A", description: "", group: "" },
  ],
  "component-actions detachAction": ["maintainer", { component: "nowhere", monitor: "nowhere" }],
  "component-actions groupRuleAction": ["maintainer", { group: "nowhere", rule: "any" }],
  "component-actions hideAction": ["maintainer", { component: "nowhere", hidden: "yes" }],
  "component-actions needAction": ["maintainer", { component: "nowhere", needs: "nowhere", strength: "hard" }],
  "component-actions placeAction": ["maintainer", { component: "nowhere", group: "", before: "" }],
  "component-actions removeGroupAction": ["maintainer", { group: "nowhere" }],
  "component-actions renameGroupAction": ["maintainer", { group: "nowhere", name: "A" }],
  "component-actions restoreAction": ["maintainer", { component: "nowhere" }],
  "component-actions retireAction": ["maintainer", { component: "nowhere" }],
  "component-actions ruleAction": ["maintainer", { component: "nowhere", rule: "any" }],
  "component-actions stepAction": ["maintainer", { component: "nowhere", by: "up" }],
  "component-actions stepGroupAction": ["maintainer", { group: "nowhere", by: "up" }],
  "component-actions unneedAction": ["maintainer", { component: "nowhere", needs: "nowhere" }],
  "delivery-actions retryAction": ["maintainer", { delivery: "nowhere" }],
  "delivery-actions retryAllAction": ["maintainer", { ref: "nowhere" }],
  "door-actions setUpAction": ["anyone", { token: "x", name: "A", email: "a@b.example", password: "x" }],
  "door-actions signInAction": ["anyone", { email: "nobody@example.org", password: "wrong" }],
  "door-actions signOutAction": ["anyone", {}],
  "incident-actions countRecipientsAction": ["viewer", [[]]],
  "incident-actions reportAction": ["publisher", UPDATE],
  "incident-actions takeBackAction": ["publisher", { incident: INCIDENT, update: "nowhere" }],
  "incident-actions updateAction": ["publisher", { ...ADDED, incident: INCIDENT, version: "99" }],
  "maintenance-actions countMaintenanceRecipients": ["viewer", [[]]],
  "maintenance-actions planAction": ["publisher", PLAN],
  "maintenance-actions replanAction": ["publisher", { ...PLAN, maintenance: MAINTENANCE, version: "99" }],
  "maintenance-actions stepAction": ["publisher", { maintenance: MAINTENANCE, version: "99", step: "extend-15" }],
  "monitor-actions addMonitorAction": [
    "maintainer",
    { name: "A", type: "redis", address: "redis://localhost", component: "nowhere", role: "" },
  ],
  "monitor-actions changeMonitorAction": [
    "maintainer",
    { monitor: "nowhere", name: "A", type: "redis", address: "redis://localhost" },
  ],
  "monitor-actions pauseMonitorAction": ["maintainer", { monitor: "nowhere", paused: "yes" }],
  "monitor-actions removeMonitorAction": ["maintainer", { monitor: "nowhere" }],
  "monitor-actions testMonitorAction": ["reporter", { monitor: "nowhere" }],
  "page-actions announceAction": ["publisher", { text: "We move." }],
  "page-actions makeLinkAction": ["admin", { link_name: "A", days: "1" }],
  "page-actions revokeLinkAction": ["admin", { id: "nowhere" }],
  "page-actions saveAccessAction": ["admin", { who: "everyone" }],
  "page-actions saveBasicsAction": ["admin", { name: "A" }],
  "page-actions saveCssAction": ["admin", { css: "" }],
  "page-actions saveLanguagesAction": ["admin", { language: "en" }],
  "page-actions saveLogoAction": ["admin", { intent: "remove" }],
  "page-actions saveLookAction": ["admin", { scheme: "auto" }],
  "palette-actions searchAction": ["viewer", []],
  "past-actions editAction": [
    "publisher",
    { body: "It is slow.", incident: INCIDENT, update: "nowhere", intent: "post" },
  ],
  "past-actions postmortemAction": ["publisher", { body: "Why.", incident: INCIDENT, version: "99", intent: "draft" }],
  "subscriber-actions addSubscriberAction": ["maintainer", { channel: "webhook", target: "x", consent: "" }],
  "subscriber-actions endSubscriberAction": ["maintainer", { subscriber: "nowhere" }],
  "subscriber-actions eraseSubscriberAction": ["maintainer", { subscriber: "nowhere" }],
  "subscriber-actions importAction": ["maintainer", { csv: "", consent: "They asked.", intent: "import" }],
  "subscriber-actions liftSubscriberAction": ["maintainer", { subscriber: "nowhere" }],
  "subscriber-actions testSubscriberAction": ["maintainer", { subscriber: "nowhere" }],
  "team-actions changeOperatorAction": ["admin", { id: "nowhere", role: "viewer" }],
  "team-actions createTokenAction": ["admin", { name: "CI", role: "viewer", days: "" }],
  "team-actions inviteAction": ["admin", { email: "new@example.org", role: "viewer" }],
  "team-actions joinAction": ["anyone", { token: "x", name: "A", password: "x" }],
  "team-actions uninviteAction": ["admin", { id: "nowhere" }],
  "team-actions withdrawTokenAction": ["admin", { id: "nowhere" }],
  "template-actions removeTemplateAction": ["maintainer", { id: "nowhere" }],
  "template-actions saveTemplateAction": ["maintainer", { kind: "incident", name: "A", title: "B", body: "C" }],
};

/** Every page of the console, and the least role that is shown what is on it. A new page fails this test until it stands here. */
export const PAGES: Record<string, Least> = {
  "": "viewer",
  "[...nothing]": "anyone",
  account: "viewer",
  audit: "admin",
  components: "viewer",
  "components/[id]": "viewer",
  deliveries: "viewer",
  "deliveries/[id]": "viewer",
  incidents: "viewer",
  "incidents/[id]": "viewer",
  "incidents/new": "viewer",
  join: "anyone",
  maintenance: "viewer",
  "maintenance/[id]": "viewer",
  "maintenance/new": "viewer",
  monitors: "viewer",
  "monitors/[id]": "viewer",
  page: "publisher",
  "monitors/[id]/edit": "viewer",
  "monitors/new": "viewer",
  queues: "viewer",
  redis: "viewer",
  "set-up": "anyone",
  "sign-in": "anyone",
  subscribers: "maintainer",
  "subscribers/import": "maintainer",
  system: "viewer",
  team: "admin",
  templates: "viewer",
  "templates/[id]": "viewer",
  "templates/new": "viewer",
};

/** The same for what answers without a page. */
export const ROUTES: Record<string, Least> = {
  "GET enter": "viewer",
  "GET live": "viewer",
  "POST subscribers/export": "maintainer",
};

/** What takes anything from somebody who is not signed in, outside of console and management API: by a token of its own, or as a request to subscribe. */
export const OPEN_WRITES = [
  "app/(public)/subscribe/route.ts",
  "app/(public)/subscriptions/[token]/route.ts",
  "app/api/v2/subscribers.json/route.ts",
];

/** What is not for every operator is read through services that ask who reads. */
export const CONFIDENTIAL =
  /\b(listSubscribers|deliveriesOf|listFailed|listTeam|listInvitations|listTokens|listAudit)\b/;
