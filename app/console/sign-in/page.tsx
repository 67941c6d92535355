import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signInAction } from "#app/console/door-actions.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import { localPath } from "#app/console/same-origin.ts";
import { SignInForm } from "#components/console/door-forms.tsx";
import { FrontDoor } from "#components/console/front-door.tsx";
import { countOperators } from "#lib/access/operators.ts";
import { currentActor } from "#lib/access/sessions.ts";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps) {
  const path = localPath(single(await searchParams, "next"));
  const { db } = runtime();
  if (await currentActor(runtime(), new Headers(await headers()), Date.now())) redirect(path);
  if ((await countOperators(db)) === 0) {
    return (
      <FrontDoor title="Almost there">
        <p className="m-0">
          There is no operator yet. When Pulsepage starts it prints a link in its terminal: open it here to make the
          first one.
        </p>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Sign in to the console">
      <SignInForm action={signInAction} next={path} />
    </FrontDoor>
  );
}
