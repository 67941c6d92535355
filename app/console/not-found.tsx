import { FrontDoor } from "#components/console/front-door.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

export default function ConsoleNotFound() {
  return (
    <FrontDoor title="There is nothing here">
      <p className="mt-0">It may have been taken back: a finding that clears up by itself takes its draft with it.</p>
      <ButtonLink href="/console" look="primary">
        See what is going on now
      </ButtonLink>
    </FrontDoor>
  );
}
