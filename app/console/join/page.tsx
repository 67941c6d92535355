import type { Metadata } from "next";
import { type PageProps, single } from "#app/console/page-props.ts";
import { joinAction } from "#app/console/team-actions.ts";
import { JoinForm } from "#components/console/door-forms.tsx";
import { FrontDoor } from "#components/console/front-door.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { readInvitation } from "#lib/access/invitations.ts";
import { runtime } from "#lib/runtime.ts";

// Not `no-referrer`: browsers would then send the form with `Origin: null`, which is refused.
export const metadata: Metadata = { title: "Join", referrer: "same-origin" };

export default async function JoinPage({ searchParams }: PageProps) {
  const token = single(await searchParams, "token");
  const invitation = token === undefined ? null : await readInvitation(runtime(), token, Date.now());
  if (token === undefined || !invitation) {
    return (
      <FrontDoor title="This invitation no longer works">
        <p className="mt-0">It works once, for seven days. Ask an admin for a new one, or sign in.</p>
        <ButtonLink href="/console/sign-in" look="primary">
          Sign in
        </ButtonLink>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Join the team">
      <p className="mt-0">
        You are invited as <strong>{invitation.email}</strong>.
      </p>
      <JoinForm action={joinAction} token={token} />
    </FrontDoor>
  );
}
