import type { ChannelKind } from "#lib/store/schema.ts";

const COUNT = new Intl.NumberFormat("en-US");

/** "1,204 by email, 18 Slack channels"; "nobody has subscribed yet" when there is nobody to tell. */
export function recipientsText(counts: Partial<Record<ChannelKind, number>>): string {
  const { email = 0, slack = 0 } = counts;
  const parts = [
    ...(email > 0 ? [`${COUNT.format(email)} by email`] : []),
    ...(slack > 0 ? [`${COUNT.format(slack)} Slack channel${slack === 1 ? "" : "s"}`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "nobody has subscribed yet";
}
