import { FieldSet } from "#components/ui/field.tsx";
import { statusLabel } from "#components/ui/status-word.tsx";
import { COMPONENT_STATUSES, type ComponentStatus } from "#lib/domain/status.ts";

/** A component that the work can touch. `status` is what is chosen before anybody chooses; null: not touched. */
export type PlannedComponent = { id: string; name: string; status: ComponentStatus | null };

/** What each component is while the work runs. */
export function PlannedChoice({
  components,
  values,
  turn,
  error,
}: {
  components: readonly PlannedComponent[];
  values: Readonly<Record<string, string>>;
  turn: number;
  error: string | undefined;
}) {
  const sorted = [...components].sort((a, b) => Number(a.status === null) - Number(b.status === null));
  return (
    <FieldSet label="What the work touches" name="components" error={error} hint="What each is while it runs.">
      {sorted.map(({ id, name, status }) => (
        <div
          key={`${id} ${turn}`}
          className="mb-1.5 flex min-h-11 items-center justify-between gap-3 rounded-[9px] border border-edge bg-field py-1 pr-1.5 pl-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <label htmlFor={`component.${id}`} className="min-w-0 break-words">
            {name}
          </label>
          <select
            id={`component.${id}`}
            name={`component.${id}`}
            defaultValue={values[`component.${id}`] ?? status ?? ""}
            className="min-h-9 shrink-0 cursor-pointer rounded-md bg-field px-1.5 text-right text-[13.5px] font-semibold text-mute outline-none"
          >
            <option value="">Not touched</option>
            {/* Most work takes a component away: that stands first. */}
            {["under_maintenance" as const, ...COMPONENT_STATUSES.filter((one) => one !== "under_maintenance")].map(
              (one) => (
                <option key={one} value={one}>
                  {one === "operational" ? "Stays operational" : statusLabel(one)}
                </option>
              ),
            )}
          </select>
        </div>
      ))}
    </FieldSet>
  );
}
