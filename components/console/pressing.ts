/** Whether letters typed there are text, or keys mean something there already. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=combobox]") !== null;
}

/** Does what the key stands for on this page: presses what can be pressed, goes to what can be filled in. */
export function press(key: string): boolean {
  const named = `[aria-keyshortcuts~="${key}"]`;
  const row = document.activeElement?.closest("[data-row]");
  const target = row?.querySelector<HTMLElement>(named) ?? document.querySelector<HTMLElement>(`main ${named}`);
  if (!target) return false;
  if (target.matches("a, button")) {
    target.click();
    return true;
  }
  const inner = target.matches("input, textarea, select")
    ? target
    : target.querySelector<HTMLElement>("input:checked, input, textarea, select, button, a");
  inner?.focus();
  inner?.scrollIntoView({ block: "center" });
  return inner !== null;
}

/** Takes the focus to the row after or before the one that has it; the first one before any has. */
export function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by];
  next?.querySelector<HTMLElement>("a, button, summary, input, select")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Sends the form by its posting button, without telling anybody if so asked. Nothing while it is being sent. */
export function postForm(form: HTMLFormElement, silently: boolean): void {
  const post = form.querySelector<HTMLButtonElement>('button[value="post"]');
  if (!post || post.disabled) return;
  const notify = form.querySelector<HTMLInputElement>('input[type=checkbox][name="notify"]');
  if (silently && notify) notify.checked = false;
  form.requestSubmit(post);
}

/** The one form of the page that posts; null when there is none, or more than one. */
export function postingForm(): HTMLFormElement | null {
  const forms = [...document.querySelectorAll<HTMLFormElement>("main form")].filter((form) =>
    form.querySelector('button[value="post"]'),
  );
  return forms.length === 1 ? (forms[0] as HTMLFormElement) : null;
}

/** The next impact of a component's choice; after the last comes the first. */
export function cycle(select: HTMLSelectElement): void {
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Whether somebody has typed or chosen something on this page that is not sent yet. */
export function hasTyped(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    "main form :is(input:not([type=hidden]), textarea, select)",
  );
  return [...fields].some((field) => {
    if (field instanceof HTMLSelectElement)
      return [...field.options].some((option) => option.selected !== option.defaultSelected) && hasDefault(field);
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio"))
      return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  });
}

/** A choice without a default shows its first, which nobody has chosen. */
function hasDefault(select: HTMLSelectElement): boolean {
  return select.selectedIndex !== 0 || [...select.options].some((option) => option.defaultSelected);
}
