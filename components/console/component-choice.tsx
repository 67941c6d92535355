import { FieldSet } from "#components/ui/field.tsx";
import { statusLabel } from "#components/ui/status-word.tsx";
import { IMPACT_STATUSES, type ImpactStatus } from "#lib/domain/status.ts";

/** A component the form can speak of. `status` is what is chosen before anybody chooses; null: not affected. */
export type ChoiceComponent = { id: string; name: string; status: ImpactStatus | null };

const COLOURS =
  "has-[option:checked[value^=operational]]:text-ok has-[option:checked[value^=degraded]]:text-deg has-[option:checked[value^=partial]]:text-par has-[option:checked[value^=major]]:text-maj";

/** Which components are affected and how badly: the affected ones first, the others folded away. */
export function ComponentChoice({
  components,
  values,
  turn,
  error,
  hint,
}: {
  components: readonly ChoiceComponent[];
  values: Readonly<Record<string, string>>;
  turn: number;
  error: string | undefined;
  hint: string | undefined;
}) {
  const chosen = (one: ChoiceComponent) => values[`component.${one.id}`] ?? one.status ?? "";
  const affected = components.filter((one) => one.status !== null);
  const others = components.filter((one) => one.status === null);
  const rows = (some: readonly ChoiceComponent[]) =>
    some.map((one) => <Row key={`${one.id} ${turn}`} component={one} chosen={chosen(one)} />);
  return (
    <FieldSet label="Affected components" name="components" error={error} hint={hint}>
      {rows(affected)}
      {others.length === 0 ? null : affected.length === 0 ? (
        rows(others)
      ) : (
        <details open={others.some((one) => chosen(one) !== "")} className="text-[14px]">
          <summary className="mb-1.5 inline-block min-h-6 cursor-pointer text-mute underline underline-offset-2">
            Add a component…
          </summary>
          {rows(others)}
        </details>
      )}
    </FieldSet>
  );
}

function Row({ component, chosen }: { component: ChoiceComponent; chosen: string }) {
  const name = `component.${component.id}`;
  const options = component.status === null ? IMPACT_STATUSES.filter((one) => one !== "operational") : IMPACT_STATUSES;
  return (
    <div className="mb-1.5 flex min-h-11 items-center justify-between gap-3 rounded-[9px] border border-edge bg-field py-1 pr-1.5 pl-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <label htmlFor={name} className="min-w-0 break-words">
        {component.name}
      </label>
      <select
        id={name}
        name={name}
        data-cycle=""
        defaultValue={chosen}
        className={`min-h-9 max-w-[65%] shrink-0 cursor-pointer [field-sizing:content] rounded-md bg-field px-1.5 text-right text-[13.5px] font-semibold text-mute outline-none ${COLOURS}`}
      >
        {component.status === null ? <option value="">Not affected</option> : null}
        {options.map((status) => (
          <option key={status} value={status}>
            {statusLabel(status)}
          </option>
        ))}
      </select>
    </div>
  );
}
