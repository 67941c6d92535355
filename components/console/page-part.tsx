import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** One part of what is set of the page, under a heading of its own. */
export function PagePart({
  id,
  title,
  isSaved,
  isOwned,
  children,
}: {
  id: string;
  title: string;
  /** It was saved just now. */
  isSaved: boolean;
  /** status.yaml says what it is. */
  isOwned: boolean;
  children: ReactNode;
}) {
  return (
    <Card>
      <h2 id={id} className="mt-0 mb-3 text-[17px] font-bold">
        {title}
      </h2>
      <div className="grid gap-4">
        {isSaved ? <Notice look="done">Saved.</Notice> : null}
        {isOwned ? <p className="m-0 text-[14px] text-mute">status.yaml says what this is. Change it there.</p> : null}
        {children}
      </div>
    </Card>
  );
}
