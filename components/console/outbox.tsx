import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";

export type OutboxChannel = {
  name: string;
  queued: number;
  sent: number;
  failed: number;
  suppressed: number;
  /** Those that wait for the end of quiet hours, or for a summary. */
  held: number;
  /** How long the oldest has waited, in words; null when none waits. */
  waiting: string | null;
};

const COUNT = new Intl.NumberFormat("en-US");

/** How the notices fare, by channel. */
export function Outbox({
  channels,
  troubles,
}: {
  channels: readonly OutboxChannel[];
  /** What keeps messages from leaving, in whole sentences. */
  troubles: readonly string[];
}) {
  return (
    <>
      {troubles.map((trouble) => (
        <Notice key={trouble} look="wrong">
          {trouble}
        </Notice>
      ))}
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
                {channel.held > 0 ? ` · ${COUNT.format(channel.held)} for later` : ""}
                {channel.suppressed > 0 ? ` · ${COUNT.format(channel.suppressed)} held back` : ""}
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 mb-0 text-[14px]">
          <a href="/console/deliveries">Update by update</a>
        </p>
      </Card>
    </>
  );
}
