import type { ReactNode } from "react";

/** A part of a page under a heading of its own. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-3">
      <h2 id={id} className="m-0 text-[17px] font-bold">
        {title}
      </h2>
      {children}
    </section>
  );
}
