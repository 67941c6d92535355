import { existsSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { MINUTE } from "#lib/domain/instant.ts";
import { COMPONENT_STATUSES } from "#lib/domain/status.ts";
import { tabOf } from "./headline.ts";
import { IncidentPage } from "./incident-page.tsx";
import { MaintenancePage } from "./maintenance-page.tsx";
import { aView, incident, NOW, update } from "./test-snapshot.ts";

const view = aView({ at: NOW, timeZone: "UTC", isCurrent: true });

const past = { edits: {}, postmortem: null, related: [], work: [] };
const workPast = { touched: [], steps: [], recurrence: null, coming: [], exemptReason: null };
const read = (html: string) => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
const draw = (more = {}, isCurrent = true) =>
  renderToStaticMarkup(
    <IncidentPage name="Status" incident={incident(more)} past={past} view={{ ...view, isCurrent }} />,
  );

it("tells every update, what it changed, and what was expected when", () => {
  const words = read(draw());
  expect(words).toContain("Task orchestration : Major outage → Partial outage");
  expect(words).toContain("Expected back by 14:30 UTC (was 14:10 UTC )");
  expect(words).toContain("Task orchestration At worst: Major outage");
  expect(words.indexOf("Investigating")).toBeGreaterThan(words.indexOf("Identified"));
});

it("says that an estimate was withdrawn", () => {
  const updates = [
    update("identified", 1, "Harder than thought."),
    update("investigating", 9, "!", { expectedAt: NOW }),
  ];
  expect(read(draw({ updates, expectedAt: null }))).toContain("Estimate withdrawn (was 14:08 UTC )");
});

it("says how long it lasted, and expects nothing more, once it is resolved", () => {
  const html = draw({ status: "resolved", resolvedAt: NOW - MINUTE, tone: "operational" });
  expect(html).toContain('class="hero operational"');
  expect(read(html)).toContain("Started 13:30 UTC , lasted 37 minutes");
  expect(read(html).split("Updates")[0]).not.toContain("Expected back");
});

it("is not green before it is resolved, even if everything works again", () => {
  expect(draw({ tone: "operational" })).toContain('class="hero degraded"');
});

it("shows no green when nothing can be confirmed", () => {
  const html = draw({ status: "resolved", resolvedAt: NOW, updates: [update("resolved", 0, "Done.")] }, false);
  expect(html).not.toMatch(/class="[^"]*operational/);
  expect(read(html)).toContain("We cannot reach our own records right now");
});

it("keeps the words of planned work in their list, and its end in sight", () => {
  const html = renderToStaticMarkup(
    <MaintenancePage
      name="Status"
      view={view}
      past={workPast}
      maintenance={{
        id: "m",
        title: "Moving <b>",
        body: "- one\n- two",
        status: "in_progress",
        startsAt: NOW - 8 * MINUTE,
        endsAt: NOW + 52 * MINUTE,
        components: ["API"],
      }}
    />,
  );
  expect(html).toContain("<ul><li>one</li><li>two</li></ul>");
  expect(html).toContain("Moving &lt;b&gt;");
  expect(read(html)).toContain("In progress Moving &lt;b&gt; Today, 14:00–15:00 UTC");
});

it("warns in the tab by a sign and by the icon's shape", () => {
  expect(tabOf("API is unavailable", "Status", "major_outage")).toEqual({
    title: "⚠ API is unavailable · Status",
    icon: "/icon-major.svg",
  });
  expect(tabOf("All systems operational", "Status", "operational").title).toBe("All systems operational · Status");
});

it("has an icon for every state", () => {
  const icons = [...COMPONENT_STATUSES, "unknown" as const].map((status) => tabOf("", "", status).icon);
  expect(new Set(icons).size).toBe(6);
  for (const icon of icons) expect(existsSync(`public${icon}`), icon).toBe(true);
});
