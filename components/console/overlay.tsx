"use client";

import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

/** A window over the page, closed by Escape, by its button and by a press beside it. */
export function Overlay({
  open,
  onOpenChange,
  title,
  wide = false,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-20 bg-ink/30" />
        <Dialog.Viewport className="fixed inset-0 z-20 flex items-start justify-center px-2 pt-[max(0.5rem,8vh)] pb-2">
          <Dialog.Popup
            aria-label={title}
            className={`flex max-h-[84vh] w-full flex-col overflow-hidden rounded-[14px] border border-edge bg-card text-ink shadow-2xl ${wide ? "max-w-3xl" : "max-w-xl"}`}
          >
            {children}
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export const CLOSE =
  "min-h-9 shrink-0 cursor-pointer rounded-[9px] border border-edge bg-field px-3 text-[13.5px] font-medium";

/** A key as it is written on keyboards. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-[5px] border border-edge bg-field px-1.5 py-px font-sans text-[12px] whitespace-nowrap">
      {children}
    </kbd>
  );
}
