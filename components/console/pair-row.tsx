import Link from "next/link";
import type { ReactNode } from "react";
import type { Strength } from "#lib/domain/dependency.ts";
import { ROLES, type Role } from "#lib/domain/role.ts";

const ROLE_WORDS: Record<Role, string> = {
  sessions: "Sessions",
  queue: "Queue of tasks",
  cache: "Cache",
  locks: "Locks",
  pubsub: "Messages between processes",
};
const NO_ROLE = "Not said: the fault counts as it is";
const STRENGTH_WORDS: Record<Strength, string> = {
  hard: "Cannot work without it",
  soft: "Works worse without it",
};

export function roleWords(role: Role | null): string {
  return role === null ? "use not said" : ROLE_WORDS[role];
}

export function strengthWords(strength: Strength): string {
  return STRENGTH_WORDS[strength];
}

export const ROLE_CHOICES = [
  { value: "", label: NO_ROLE },
  ...ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role] })),
];
export const STRENGTH_CHOICES = (["hard", "soft"] as const).map((value) => ({ value, label: STRENGTH_WORDS[value] }));

/** Something a component is bound to, and how. `children`: what can be done about it. */
export function PairRow({
  href,
  name,
  how,
  children,
}: {
  href: string;
  name: string;
  how: string;
  children: ReactNode;
}) {
  return (
    <li
      data-row=""
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2.5 first:border-t-0"
    >
      <span className="min-w-0">
        <Link href={href} prefetch={false} className="font-semibold break-words">
          <bdi>{name}</bdi>
        </Link>
        <span className="block text-[13px] text-mute">{how}</span>
      </span>
      {children}
    </li>
  );
}
