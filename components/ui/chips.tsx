/** One choice of few, as chips: radio buttons, so that arrow keys and screen readers know them. */
export function Chips({
  name,
  options,
  chosen,
}: {
  name: string;
  /** `detail` is added while the option is chosen. */
  options: readonly { value: string; label: string; detail?: string }[];
  /** The value that is chosen before anybody chooses. */
  chosen: string;
}) {
  return (
    <div className="flex flex-wrap gap-1.5">
      {options.map(({ value, label, detail }) => (
        <label
          key={value}
          className="group inline-flex min-h-9 cursor-pointer items-center rounded-full border border-edge bg-field px-3.5 py-1 text-[13.5px] tabular-nums has-checked:border-accent has-checked:bg-accent has-checked:font-medium has-checked:text-on has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input type="radio" name={name} value={value} defaultChecked={value === chosen} className="sr-only" />
          {label}
          {detail ? <span className="hidden group-has-checked:inline">&nbsp;· {detail}</span> : null}
        </label>
      ))}
    </div>
  );
}
