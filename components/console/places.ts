/** Every screen of the console, in the order of its menu. `go`: the letter that leads there after a g. */
export const PLACES = [
  { id: "now", href: "/console", label: "Now", go: "n" },
  { id: "incidents", href: "/console/incidents", label: "Incidents", go: "i" },
  { id: "maintenance", href: "/console/maintenance", label: "Planned work", go: "m" },
  { id: "components", href: "/console/components", label: "Components", go: "c" },
  { id: "monitors", href: "/console/monitors", label: "Monitors", go: "o" },
  { id: "redis", href: "/console/redis", label: "Redis", go: "r" },
  { id: "queues", href: "/console/queues", label: "Queues", go: "q" },
  { id: "subscribers", href: "/console/subscribers", label: "Subscribers", go: "s" },
  { id: "deliveries", href: "/console/deliveries", label: "Deliveries", go: "d" },
  { id: "templates", href: "/console/templates", label: "Templates", go: "t" },
  { id: "page", href: "/console/page", label: "Page", go: "p" },
  { id: "team", href: "/console/team", label: "Team and tokens", go: "k" },
  { id: "audit", href: "/console/audit", label: "Audit", go: "a" },
  { id: "system", href: "/console/system", label: "System", go: "y" },
  { id: "account", href: "/console/account", label: "Your account", go: "u" },
] as const;

export type Place = (typeof PLACES)[number]["id"];

/** What can be begun from anywhere. */
export const DEEDS = [
  { href: "/console/incidents/new", label: "Report an incident", keys: "n" },
  { href: "/console/maintenance/new", label: "Plan work", keys: "m" },
  { href: "/console/monitors/new", label: "Watch something", keys: null },
  { href: "/console/components#add", label: "Add a component", keys: null },
  { href: "/console/page#announcement", label: "Announce something on the page", keys: null },
  { href: "/console/templates/new", label: "Write a template", keys: null },
  { href: "/console/subscribers", label: "Add a subscriber", keys: null },
  { href: "/console/team", label: "Invite somebody", keys: null },
  { href: "/", label: "See the public page", keys: null },
] as const;
