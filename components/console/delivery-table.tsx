import type { ReactNode } from "react";

export type DeliveryLine = {
  id: string;
  channel: string;
  target: string;
  state: string;
  isFailed: boolean;
  facts: string;
  answer: string;
  /** What can be done with it; null: nothing. */
  action: ReactNode;
};

/** Recipient by recipient: what became of the message, and what the far side said. */
export function DeliveryTable({ lines, caption }: { lines: readonly DeliveryLine[]; caption: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable).
    <section className="overflow-x-auto" aria-label={caption} tabIndex={0}>
      <table className="w-full border-collapse text-left text-[13.5px] tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-mute">
          <tr>
            {["Recipient", "State", "Answer", ""].map((name) => (
              <th key={name} scope="col" className="py-1.5 pr-4 font-medium">
                {name === "" ? <span className="sr-only">Actions</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id} className="border-t border-line align-top">
              <td className="py-2 pr-4">
                <bdi className="break-all">{line.target}</bdi>
                <div className="text-mute">{line.channel}</div>
              </td>
              <td className="py-2 pr-4 whitespace-nowrap">
                <span className={line.isFailed ? "font-semibold text-maj" : ""}>{line.state}</span>
                <div className="text-mute">{line.facts}</div>
              </td>
              <td className="py-2 pr-4 break-words">{line.answer}</td>
              <td className="py-2">{line.action}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
