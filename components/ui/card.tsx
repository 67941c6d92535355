import type { ReactNode } from "react";

/** `row`: one of many, which j and k go through. */
export function Card({
  children,
  className = "",
  row = false,
}: {
  children: ReactNode;
  className?: string;
  row?: boolean;
}) {
  return (
    <section
      data-row={row ? "" : undefined}
      className={`rounded-[14px] border border-line bg-card px-5 py-5 ${className}`}
    >
      {children}
    </section>
  );
}

/** Name and value pairs, numbers aligned. */
export function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  if (facts.length === 0) return null;
  return (
    <dl className="m-0 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-[13px] tabular-nums">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-mute">{name}</dt>
          <dd className="m-0 text-right break-words min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
