import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import type { FormState } from "#components/ui/form-state.ts";

/** The links that open a private page, each with the address to send. */
export function PageLinks({
  links,
  publicUrl,
  isPrivate,
  revoke,
}: {
  links: readonly { id: string; name: string; until: string; token: string }[];
  publicUrl: string;
  isPrivate: boolean;
  revoke: (before: FormState, form: FormData) => Promise<FormState>;
}) {
  return (
    <>
      <p className="m-0 text-[14px] text-mute">
        A link opens the page without a password, until its last day or until you take it back. Programs add the same{" "}
        <code>?access=…</code> to any address, such as <code>/history.atom</code> or <code>/api/v2/summary.json</code>.
        {isPrivate ? "" : " The page is public now: links open nothing that is not open already."}
      </p>
      {links.length === 0 ? null : (
        <ul className="m-0 list-none p-0">
          {links.map(({ id, name, until, token }) => (
            <li key={id} className="grid gap-2 border-t border-line py-3 first:border-t-0">
              <div className="flex flex-wrap items-center justify-between gap-3">
                <p className="m-0 min-w-0 break-words">
                  <bdi className="font-semibold">{name}</bdi>
                  <span className="block text-[13px] text-mute">until {until}</span>
                </p>
                <ActionForm action={revoke} hidden={{ id }}>
                  <Button aria-label={`Take back the link for ${name}`}>Take back</Button>
                </ActionForm>
              </div>
              <input
                readOnly
                aria-label={`Address for ${name}`}
                value={`${publicUrl}/?access=${token}`}
                className="w-full rounded-[9px] border border-edge bg-field px-3 py-2 font-mono text-[13px] text-ink"
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
