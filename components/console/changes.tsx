/** What was changed on a target, the newest first. */
export function Changes({ changes }: { changes: readonly { id: string; when: string; what: string }[] }) {
  if (changes.length === 0) return <p className="m-0 text-[14px] text-mute">Nothing has changed that we could see.</p>;
  return (
    <ul className="m-0 grid list-none gap-1.5 p-0 text-[14px]">
      {changes.map((change) => (
        <li key={change.id} className="flex flex-wrap justify-between gap-x-4">
          <span className="min-w-0 break-words">{change.what}</span>
          <span className="text-[13px] text-mute tabular-nums">{change.when}</span>
        </li>
      ))}
    </ul>
  );
}
