"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { CLOSE, Key, Overlay } from "./overlay.tsx";
import { DEEDS, PLACES } from "./places.ts";

export type PaletteItem = { value: string; label: string; href: string; keys: string | null };
export type PaletteGroup = { value: string; items: readonly PaletteItem[] };

/** There whatever the server says. */
const FIXED: readonly PaletteGroup[] = [
  { value: "Do", items: DEEDS.map(({ href, label, keys }) => ({ value: label, label, href, keys })) },
  {
    value: "Go to",
    items: PLACES.map(({ href, label, go }) => ({ value: `Go to ${label}`, label, href, keys: `g ${go}` })),
  },
];

/** Everything the console can do and show, found by typing. */
export function Palette({
  open,
  onOpenChange,
  search,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What there is just now: incidents, components, monitors. Null when that is not to be told. */
  search: () => Promise<readonly PaletteGroup[] | null>;
}) {
  const router = useRouter();
  const [found, setFound] = useState<readonly PaletteGroup[]>([]);
  useEffect(() => {
    // Whoever is offline still finds the screens.
    if (open)
      search().then(
        (groups) => setFound(groups ?? []),
        () => setFound([]),
      );
  }, [open, search]);
  const go = (item: PaletteItem) => {
    onOpenChange(false);
    if (item.href === "/") window.location.assign(item.href);
    else router.push(item.href);
  };
  return (
    <Overlay open={open} onOpenChange={onOpenChange} title="Search">
      <Autocomplete.Root open inline items={[...found, ...FIXED]} autoHighlight="always" keepHighlight>
        <div className="flex items-center gap-2 border-b border-line py-2 pr-3 pl-2">
          <Autocomplete.Input
            aria-label="Search the console"
            placeholder="Search incidents, components, screens…"
            className="min-h-11 w-full min-w-0 rounded-[9px] border-0 bg-transparent px-3 text-[16px] text-ink placeholder:text-mute"
          />
          <Dialog.Close className={CLOSE}>Close</Dialog.Close>
        </div>
        <div className="overflow-y-auto overscroll-contain py-1">
          <Autocomplete.Empty className="px-5 py-4 text-[14px] text-mute empty:hidden">
            Nothing is called that.
          </Autocomplete.Empty>
          <Autocomplete.List aria-label="Found" className="empty:hidden">
            {(group: PaletteGroup) => (
              <Autocomplete.Group key={group.value} items={group.items} className="py-1">
                <Autocomplete.GroupLabel className="px-5 py-1 text-[12.5px] font-semibold text-mute">
                  {group.value}
                </Autocomplete.GroupLabel>
                <Autocomplete.Collection>
                  {(item: PaletteItem) => (
                    <Autocomplete.Item
                      key={item.value}
                      value={item}
                      onClick={() => go(item)}
                      className="mx-2 flex min-h-10 cursor-pointer items-center justify-between gap-3 rounded-[9px] px-3 py-1 text-[14.5px] data-highlighted:bg-code"
                    >
                      <bdi className="min-w-0 truncate">{item.label}</bdi>
                      {item.keys === null ? null : (
                        <span className="flex gap-1 max-sm:hidden">
                          {item.keys.split(" ").map((one) => (
                            <Key key={one}>{one}</Key>
                          ))}
                        </span>
                      )}
                    </Autocomplete.Item>
                  )}
                </Autocomplete.Collection>
              </Autocomplete.Group>
            )}
          </Autocomplete.List>
        </div>
      </Autocomplete.Root>
    </Overlay>
  );
}
