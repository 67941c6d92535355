import type { Actor } from "#lib/domain/actor.ts";
import { pageSettings } from "#lib/services/page-settings.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { listOpenIncidents } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";
import { consoleMark } from "./console-mark.ts";
import { searchAction } from "./palette-actions.ts";

/** What the frame around every page shows, and what most pages need besides. */
export type Frame = {
  page: Row<"page">;
  /** Public ones, the newest change first. */
  open: Row<"incident">[];
  /** Found by monitors and not public yet. */
  drafts: Row<"incident">[];
  shell: {
    pageName: string;
    operator: string;
    openIncidents: number;
    mark: string;
    search: typeof searchAction;
  };
  /** The page's languages besides its own. */
  languages: readonly string[];
};

export async function readFrame(db: Database, actor: Actor): Promise<Frame> {
  const [page, incidents, mark, settings] = await Promise.all([
    pageOrDefault(db),
    listOpenIncidents(db),
    consoleMark(),
    pageSettings(db),
  ]);
  const open = incidents.filter((one) => one.published_at !== null);
  return {
    page,
    languages: settings.languages.filter((one) => one !== settings.language),
    open,
    drafts: incidents.filter((one) => one.published_at === null),
    shell: {
      pageName: page.name,
      operator: `${actor.name}, ${actor.role}`,
      openIncidents: open.length,
      mark,
      search: searchAction,
    },
  };
}
