import type { ReactNode } from "react";

const LOOK = { wrong: "border-maj text-maj", careful: "border-deg text-ink", done: "border-ok text-ink" } as const;

/** Something said of the whole page or form. What went wrong is also spoken. */
export function Notice({ look, children }: { look: keyof typeof LOOK; children: ReactNode }) {
  return (
    <div
      role={look === "wrong" ? "alert" : "status"}
      className={`rounded-[10px] border bg-card px-4 py-2.5 text-[14px] ${LOOK[look]}`}
    >
      {children}
    </div>
  );
}
