"use client";

import { FrontDoor } from "#components/console/front-door.tsx";
import { Button } from "#components/ui/button.tsx";

/** A page of the console failed. What was typed is kept by its tab and put back when the page draws again. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <FrontDoor title="This page did not open">
      <p className="mt-0">
        The fault is ours, or the store cannot be reached just now. What you typed is kept in this tab.
        {error.digest ? ` Reference ${error.digest}.` : ""}
      </p>
      <Button look="primary" type="button" onClick={reset}>
        Try again
      </Button>
    </FrontDoor>
  );
}
