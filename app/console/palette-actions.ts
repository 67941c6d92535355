"use server";

import type { PaletteGroup, PaletteItem } from "#components/console/palette.tsx";
import { listComponents } from "#lib/store/components.ts";
import { listOpenIncidents } from "#lib/store/incidents.ts";
import { listMonitors } from "#lib/store/signals.ts";
import { operatorQuestion } from "./guard.ts";

/** What there is just now, for the palette: open incidents with what can be done about them, components, monitors. */
export async function searchAction(): Promise<PaletteGroup[] | null> {
  return operatorQuestion(async ({ runtime: { db } }) => {
    const [incidents, components, monitors] = await Promise.all([
      listOpenIncidents(db),
      listComponents(db),
      listMonitors(db),
    ]);
    const groups = [
      { value: "Open incidents", items: incidents.flatMap(incidentItems) },
      {
        value: "Components",
        items: components.map(({ id, name }) => item(`Component ${name} ${id}`, name, `/console/components/${id}`)),
      },
      {
        value: "Monitors",
        items: monitors.map(({ id, name }) => item(`Monitor ${name} ${id}`, name, `/console/monitors/${id}`)),
      },
    ];
    return groups.filter((group) => group.items.length > 0);
  });
}

function incidentItems(incident: { id: string; title: string; published_at: number | null }): PaletteItem[] {
  const { id, title } = incident;
  if (incident.published_at === null)
    return [item(`draft ${id}`, `Report: ${title}`, `/console/incidents/new?draft=${id}`)];
  return [
    item(`update ${id}`, `Update: ${title}`, `/console/incidents/${id}`),
    item(`resolve ${id}`, `Resolve: ${title}`, `/console/incidents/${id}?resolve=1`),
  ];
}

function item(value: string, label: string, href: string): PaletteItem {
  return { value, label, href, keys: null };
}
