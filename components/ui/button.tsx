import { Button as BaseButton } from "@base-ui/react/button";
import type { ComponentProps } from "react";

const LOOK = {
  primary: "bg-accent text-on border-accent font-semibold",
  plain: "bg-field text-ink border-edge font-medium",
  quiet: "bg-transparent text-mute border-transparent underline underline-offset-2 px-1",
} as const;

const SHAPE =
  "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-[10px] border px-4 py-2 no-underline disabled:cursor-default disabled:opacity-60";

/** A button; `submit` unless told otherwise, as forms without JavaScript need it. */
export function Button({
  look = "plain",
  className = "",
  ...rest
}: Omit<ComponentProps<typeof BaseButton>, "className"> & { look?: keyof typeof LOOK; className?: string }) {
  return <BaseButton type="submit" {...rest} className={`${SHAPE} ${LOOK[look]} ${className}`} />;
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink({
  look = "plain",
  className = "",
  ...rest
}: ComponentProps<"a"> & { look?: keyof typeof LOOK }) {
  return <a {...rest} className={`${SHAPE} ${LOOK[look]} ${className}`} />;
}
