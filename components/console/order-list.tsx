"use client";

import Link from "next/link";
import { type PointerEvent, type ReactNode, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { EffectiveStatus } from "#lib/domain/status.ts";

type Action = (before: FormState, form: FormData) => Promise<FormState>;

export type OrderRowView = {
  id: string;
  name: string;
  status: EffectiveStatus;
  /** "2 monitors · needs Redis". */
  notes: string;
  /** Whether its place may be changed here. */
  isOurs: boolean;
};

export type OrderGroupView = {
  /** Null: in no group. */
  id: string | null;
  name: string | null;
  isOurs: boolean;
  /** What its components are together; null: it has none. */
  status: EffectiveStatus | null;
  rows: readonly OrderRowView[];
};

type Spot = { group: string | null; before: string | null };

/**
 * Components by group, in the order of the page. They are moved by dragging, with the arrow keys on their handle, and
 * without scripts by their buttons.
 */
export function OrderList({
  groups,
  heads,
  place,
  step,
  mayChange,
}: {
  groups: readonly OrderGroupView[];
  /** What stands beside each group's name, by its id. */
  heads: Readonly<Record<string, ReactNode>>;
  place: Action;
  step: Action;
  mayChange: boolean;
}) {
  const [placed, sendPlace] = useActionState(place, UNSENT);
  const [stepped, sendStep] = useActionState(step, UNSENT);
  const [dragged, setDragged] = useState<string | null>(null);
  const [spot, setSpot] = useState<Spot | null>(null);
  const [last, setLast] = useState<FormState>(UNSENT);
  const focus = useRef<string | null>(null);
  useEffect(() => setLast(placed), [placed]);
  useEffect(() => setLast(stepped), [stepped]);
  useEffect(() => {
    // Into another group it went as another element: the keys go on where they were.
    if (stepped.turn > 0 && focus.current) document.getElementById(`handle-${focus.current}`)?.focus();
  }, [stepped]);
  const moveTo = (component: string, { group, before }: Spot) =>
    startTransition(() => sendPlace(formOf({ component, group: group ?? "", before: before ?? "" })));
  const stepBy = (component: string, by: string) => {
    focus.current = component;
    startTransition(() => sendStep(formOf({ component, by })));
  };
  const drag = {
    begin: (id: string) => setDragged(id),
    over: (event: PointerEvent) => setSpot(spotAt(event.clientX, event.clientY)),
    end: () => {
      if (dragged && spot && spot.before !== dragged) moveTo(dragged, spot);
      setDragged(null);
      setSpot(null);
    },
  };
  return (
    <div className="grid gap-5">
      {last.message === null ? null : <Notice look="wrong">{last.message}</Notice>}
      <p role="status" className="sr-only">
        {last.values.moved ?? ""}
      </p>
      {groups.map((group) => (
        <section
          key={group.id ?? ""}
          aria-label={group.name ?? "In no group"}
          data-drop={group.id ?? ""}
          className={`rounded-[14px] border bg-card px-5 py-3 ${spot?.group === group.id && spot.before === null ? "border-accent" : "border-line"}`}
        >
          <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2">
            <h2 className="m-0 text-[16px] font-bold">
              <bdi>{group.name ?? "In no group"}</bdi>
            </h2>
            {group.status === null ? null : <StatusWord status={group.status} />}
            {group.id === null ? null : heads[group.id]}
          </div>
          {group.rows.length === 0 ? (
            <p className="my-2 text-[14px] text-mute">
              {group.id === null
                ? "Every component is in a group."
                : "Empty: readers do not see it. Move a component here."}
            </p>
          ) : (
            <ul className="m-0 list-none p-0">
              {group.rows.map((row) => (
                <li
                  key={row.id}
                  data-row=""
                  data-drop-row={row.id}
                  className={`flex flex-wrap items-center gap-x-3 gap-y-1 border-t py-2 ${spot?.before === row.id ? "border-t-2 border-accent" : "border-line"} ${dragged === row.id ? "opacity-50" : ""}`}
                >
                  {mayChange && row.isOurs ? (
                    <Handle row={row} drag={drag} stepBy={stepBy} />
                  ) : (
                    <span className="w-9" />
                  )}
                  <div className="min-w-0 flex-1 basis-48">
                    <p className="m-0 flex flex-wrap items-baseline gap-x-3">
                      <Link
                        href={`/console/components/${row.id}`}
                        prefetch={false}
                        className="font-semibold break-words"
                      >
                        <bdi>{row.name}</bdi>
                      </Link>
                      <StatusWord status={row.status} />
                    </p>
                    <p className="m-0 text-[13px] break-words text-mute">{row.notes}</p>
                  </div>
                  {mayChange && row.isOurs ? <Steps action={sendStep} row={row} /> : null}
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

function Handle({
  row,
  drag,
  stepBy,
}: {
  row: OrderRowView;
  drag: { begin: (id: string) => void; over: (event: PointerEvent) => void; end: () => void };
  stepBy: (component: string, by: string) => void;
}) {
  return (
    <button
      type="button"
      id={`handle-${row.id}`}
      aria-label={`Move ${row.name}: arrow keys, or drag`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.begin(row.id);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && drag.over(event)}
      onPointerUp={drag.end}
      onPointerCancel={drag.end}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        stepBy(row.id, event.key === "ArrowUp" ? "up" : "down");
      }}
      className="min-h-9 w-9 shrink-0 cursor-grab touch-none rounded-[9px] border border-transparent text-[18px] text-mute hover:border-line"
    >
      <span aria-hidden="true">⠿</span>
    </button>
  );
}

const STEP = "min-h-9 cursor-pointer rounded-[9px] border border-edge bg-field px-2.5 text-[13px]";

/** The same by pressing: also where no script runs. */
function Steps({ action, row }: { action: (form: FormData) => void; row: OrderRowView }) {
  return (
    <form action={action} className="flex gap-1.5 max-sm:ml-12">
      <input type="hidden" name="component" value={row.id} />
      <button type="submit" name="by" value="up" aria-label={`Move ${row.name} up`} className={STEP}>
        Up
      </button>
      <button type="submit" name="by" value="down" aria-label={`Move ${row.name} down`} className={STEP}>
        Down
      </button>
    </form>
  );
}

/** Where a component would go that is let go of here; null: nowhere. */
function spotAt(x: number, y: number): Spot | null {
  const under = document.elementFromPoint(x, y);
  const group = under?.closest<HTMLElement>("[data-drop]");
  if (!group) return null;
  const row = under?.closest<HTMLElement>("[data-drop-row]");
  const spot = { group: group.dataset.drop || null, before: null };
  if (!row) return spot;
  const { top, height } = row.getBoundingClientRect();
  const next = y < top + height / 2 ? row : (row.nextElementSibling as HTMLElement | null);
  return { ...spot, before: next?.dataset.dropRow ?? null };
}

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
