import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatDuration } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { findOwed } from "#lib/store/delivery-log.ts";
import { takeBackAction } from "./incident-actions.ts";

type Props = { db: Database; incidentId: string; updateId: string | undefined; now: Instant };

/** The way back from the newest update, for as long as nobody has been told of it (UNDO_SECONDS). */
export async function TakeBack({ db, incidentId, updateId, now }: Props) {
  const owed = updateId === undefined ? undefined : await findOwed(db, updateId);
  if (!owed || updateId === undefined || owed.finishedAt !== null || owed.notBefore <= now) return null;
  return (
    <Notice look="careful">
      <ActionForm action={takeBackAction} hidden={{ incident: incidentId, update: updateId }}>
        <p className="m-0">Nobody has been told yet: that begins in {formatDuration(owed.notBefore - now)}.</p>
        <div>
          <Button>Take it back</Button>
        </div>
      </ActionForm>
    </Notice>
  );
}
