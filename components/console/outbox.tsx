import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";

export type OutboxChannel = {
  name: string;
  queued: number;
  sent: number;
  failed: number;
  suppressed: number;
  /** How long the oldest has waited, in words; null when none waits. */
  waiting: string | null;
};

const COUNT = new Intl.NumberFormat("en-US");

/** How the notices fare, by channel. */
export function Outbox({ channels, mailWaits }: { channels: readonly OutboxChannel[]; mailWaits: boolean }) {
  return (
    <>
      {mailWaits ? (
        <Notice look="careful">
          No mail server is set, so mail waits here. Set <code>SMTP_URL</code> and start again: what waits is then sent.
        </Notice>
      ) : null}
      <Card>
        <dl className="m-0 grid gap-2 text-[14px] tabular-nums">
          {channels.map((channel) => (
            <div key={channel.name} className="flex flex-wrap justify-between gap-x-4">
              <dt className="font-semibold">{channel.name}</dt>
              <dd className="m-0 text-mute">
                {COUNT.format(channel.sent)} sent · {COUNT.format(channel.queued)} waiting
                {channel.waiting === null ? "" : ` (${channel.waiting})`} ·{" "}
                <span className={channel.failed > 0 ? "font-semibold text-maj" : ""}>
                  {COUNT.format(channel.failed)} failed
                </span>
                {channel.suppressed > 0 ? ` · ${COUNT.format(channel.suppressed)} held back` : ""}
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </>
  );
}
