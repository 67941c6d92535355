"use client";

import { Dialog } from "@base-ui/react/dialog";
import { KEYMAP } from "./keymap.ts";
import { CLOSE, Key, Overlay } from "./overlay.tsx";

/** Every key of the console, and the switch for the single ones (WCAG 2.1.4). */
export function KeysOverlay({
  open,
  onOpenChange,
  singles,
  onSingles,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Whether single keys are switched on. */
  singles: boolean;
  onSingles: (on: boolean) => void;
}) {
  return (
    <Overlay open={open} onOpenChange={onOpenChange} title="Keys" wide>
      <div className="flex items-center justify-between gap-3 border-b border-line px-5 py-3">
        <Dialog.Title className="m-0 text-[17px] font-bold">Keys</Dialog.Title>
        <Dialog.Close className={CLOSE}>Close</Dialog.Close>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable). */}
      <section aria-label="All keys" tabIndex={0} className="overflow-y-auto px-5 py-4">
        <label className="mb-4 flex min-h-9 cursor-pointer items-center gap-2.5 text-[14px]">
          <input
            type="checkbox"
            checked={singles}
            onChange={(event) => onSingles(event.currentTarget.checked)}
            className="size-4.5 accent-accent"
          />
          <span>Use single keys. Off leaves those with Ctrl (⌘ on a Mac); in fields single keys never act.</span>
        </label>
        <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
          {KEYMAP.map(({ title, keys }) => (
            <div key={title}>
              <h3 className="mt-0 mb-1.5 text-[14px] font-semibold text-mute">{title}</h3>
              <dl className="m-0 grid gap-1 text-[14px]">
                {keys.map(([name, does]) => (
                  <div key={name} className="flex items-baseline justify-between gap-4">
                    <dt className="order-2 flex gap-1">
                      {name.split(" ").map((one) => (
                        <Key key={one}>{one}</Key>
                      ))}
                    </dt>
                    <dd className="m-0">{does}</dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </div>
      </section>
    </Overlay>
  );
}
