import type { Metadata } from "next";
import { endAllSessionsAction, endSessionAction } from "#app/console/account-actions.ts";
import { signOutAction } from "#app/console/door-actions.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { Shell } from "#components/console/shell.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { listSessions, type SessionEntry } from "#lib/access/sessions.ts";
import { formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { runtime, actor, headers, now } = await requireOperator("/console/account");
  const [{ page, shell }, sessions] = await Promise.all([
    readFrame(runtime.db, actor),
    listSessions(runtime, headers, now),
  ]);
  return (
    <Shell {...shell} current="account" title="Account">
      <div className="grid max-w-2xl gap-5">
        <Card className="flex flex-wrap items-center justify-between gap-3">
          <p className="m-0">
            Signed in as <strong>{actor.name}</strong>, {actor.role}
          </p>
          <ActionForm action={signOutAction}>
            <Button look="primary">Sign out</Button>
          </ActionForm>
        </Card>
        <Card>
          <h2 className="mt-0 mb-1 text-[17px] font-bold">Where you are signed in</h2>
          <p className="mt-0 text-[13.5px] text-mute">
            A sign-in ends after 12 hours without use, and after 7 days in any case.
          </p>
          <ul className="m-0 list-none p-0">
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} timeZone={page.time_zone} now={now} />
            ))}
          </ul>
          <div className="mt-3 border-t border-line pt-4">
            <ActionForm action={endAllSessionsAction}>
              <Button>Sign out everywhere</Button>
            </ActionForm>
          </div>
        </Card>
      </div>
    </Shell>
  );
}

function SessionRow({ session, timeZone, now }: { session: SessionEntry; timeZone: string; now: Instant }) {
  const browser = browserName(session.userAgent);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3">
      <div className="min-w-0">
        <p className="m-0 font-semibold break-words">{session.current ? `${browser}, here` : browser}</p>
        <p className="m-0 text-[13px] text-mute tabular-nums">
          {session.address === "" ? "" : `${session.address} · `}since {formatMoment(session.startedAt, timeZone, now)}{" "}
          · last seen {formatMoment(session.seenAt, timeZone, now)}
        </p>
      </div>
      {session.current ? null : (
        <ActionForm action={endSessionAction} hidden={{ session: session.id }}>
          <Button aria-label={`Sign out ${browser}`}>Sign out</Button>
        </ActionForm>
      )}
    </li>
  );
}

const BROWSERS = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrom(?:e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
const SYSTEMS = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
] as const;

/** "Firefox on Linux", as far as the browser says. */
function browserName(userAgent: string): string {
  const named = (known: typeof BROWSERS | typeof SYSTEMS) => known.find(([sign]) => sign.test(userAgent))?.[1];
  const [browser, system] = [named(BROWSERS) ?? "A browser", named(SYSTEMS)];
  return system ? `${browser} on ${system}` : browser;
}
