import type { Metadata } from "next";
import { setUpAction } from "#app/console/door-actions.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import { SetUpForm } from "#components/console/door-forms.tsx";
import { FrontDoor } from "#components/console/front-door.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { isSetupLinkOpen } from "#lib/access/setup-link.ts";
import { runtime } from "#lib/runtime.ts";

// Not `no-referrer`: browsers would then send the form with `Origin: null`, which is refused.
export const metadata: Metadata = { title: "Set up", referrer: "same-origin" };

export default async function SetUpPage({ searchParams }: PageProps) {
  const token = single(await searchParams, "token");
  if (token === undefined || !(await isSetupLinkOpen(runtime().db, token, Date.now()))) return <Closed />;
  return (
    <FrontDoor title="Welcome to Pulsepage">
      <p className="mt-0">You are the first here. Make the account that may do everything.</p>
      <SetUpForm action={setUpAction} token={token} />
    </FrontDoor>
  );
}

function Closed() {
  return (
    <FrontDoor title="This link no longer works">
      <p className="mt-0">
        A set-up link works once, for 24 hours, and only while there is no operator. If you have an account, sign in. If
        nobody has one, start Pulsepage again: it prints a new link.
      </p>
      <ButtonLink href="/console/sign-in" look="primary">
        Sign in
      </ButtonLink>
    </FrontDoor>
  );
}
