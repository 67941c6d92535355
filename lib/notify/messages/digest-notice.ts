import { formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Notice } from "./notice.ts";

/** What has a meaning in Markdown: a title is words. */
const MARKS = /[\\`*_{}[\]()#+\-.!<>|~&]/g;

/**
 * Several updates in one message, each story's own together and in order.
 *
 * @param id tells this digest from every other one.
 */
export function digestNotice(
  id: string,
  notices: readonly Notice[],
  page: { name: string; timeZone: string; publicUrl: string },
  now: Instant,
): Notice {
  const stories = [...Map.groupBy(notices, (notice) => notice.subjectId).values()];
  const count = `${notices.length} updates`;
  return {
    pageName: page.name,
    subject: "digest",
    subjectId: id,
    updateId: id,
    title: count,
    status: "monitoring",
    headline: stories.length === 1 ? `${count} on one story` : `${count} on ${stories.length} stories`,
    body: stories.map((story) => storyText(story, page.timeZone, now)).join("\n\n"),
    components: [],
    impact: "none",
    isOver: notices.every((notice) => notice.isOver),
    expected: null,
    nextUpdate: null,
    window: null,
    startedAt: Math.min(...notices.map((notice) => notice.postedAt)),
    postedAt: now,
    url: page.publicUrl,
  };
}

function storyText(story: readonly Notice[], timeZone: string, now: Instant): string {
  const parts = story.map((notice) => {
    const head = notice.headline.replace(MARKS, "\\$&");
    const affected = notice.components.map((one) => one.name.replace(MARKS, "\\$&")).join(", ");
    const facts = [
      notice.window && `Planned for ${notice.window}`,
      notice.expected && `Expected by ${notice.expected}`,
    ];
    return [
      `**${head}** (${formatMoment(notice.postedAt, timeZone, now)})`,
      affected === "" ? "" : `Affected: ${affected}`,
      notice.body,
      ...facts.map((fact) => fact ?? ""),
    ];
  });
  return [...parts.flat(), `<${(story[0] as Notice).url}>`].filter((part) => part !== "").join("\n\n");
}
