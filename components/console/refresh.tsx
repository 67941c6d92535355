"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Draws the page anew while somebody looks at it. For pages on which nothing is typed. */
export function Refresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
