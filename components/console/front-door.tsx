import type { ReactNode } from "react";

/** The frame of the pages before anybody is signed in. */
export function FrontDoor({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-screen max-w-md content-center px-4 py-8">
      <h1 className="mt-0 mb-5 text-[1.45rem] font-bold tracking-tight">{title}</h1>
      <div className="rounded-[14px] border border-line bg-card px-5 py-5">{children}</div>
    </main>
  );
}
