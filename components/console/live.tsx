"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { hasTyped } from "./pressing.ts";

/**
 * Draws the page anew as soon as somebody else changes something. While something typed is not sent yet it asks first:
 * nobody's form is changed under their hands, and what others posted is seen before it is answered.
 *
 * @param mark what the page was drawn from.
 */
export function Live({ mark }: { mark: string }) {
  const router = useRouter();
  const [waiting, setWaiting] = useState<string | null>(null);
  useEffect(() => {
    let source: EventSource | null = null;
    const listen = () => {
      source?.close();
      source = null;
      // One connection for each tab that is looked at: browsers allow six to one place.
      if (document.visibilityState !== "visible") return;
      source = new EventSource(`/console/live?seen=${encodeURIComponent(mark)}`);
      source.onmessage = () => {
        if (hasTyped()) setWaiting(mark);
        else router.refresh();
      };
    };
    listen();
    document.addEventListener("visibilitychange", listen);
    return () => {
      document.removeEventListener("visibilitychange", listen);
      source?.close();
    };
  }, [mark, router]);
  // Drawn anew since: nothing waits any more.
  if (waiting !== mark) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-3 bottom-3 z-10 mx-auto flex max-w-xl flex-wrap items-center justify-between gap-3 rounded-[12px] border border-edge bg-card px-4 py-2.5 text-[14px] shadow-lg"
    >
      <span>Something has changed since you opened this page.</span>
      <Button type="button" onClick={() => router.refresh()}>
        Show it
      </Button>
    </div>
  );
}
