/** Every way in which messages travel. The order is the one in which people see them. */
export const CHANNEL_KINDS = [
  "email",
  "slack",
  "webhook",
  "teams",
  "discord",
  "telegram",
  "ntfy",
  "pagerduty",
  "webpush",
  "sms",
] as const;

export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** A channel's name as people read it. */
export const CHANNEL_NAMES: Readonly<Record<ChannelKind, string>> = {
  email: "Email",
  slack: "Slack",
  webhook: "Webhook",
  teams: "Microsoft Teams",
  discord: "Discord",
  telegram: "Telegram",
  ntfy: "ntfy",
  pagerduty: "PagerDuty",
  webpush: "Browser notifications",
  sms: "SMS",
};
