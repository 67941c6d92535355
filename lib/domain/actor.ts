import { DomainError } from "./errors.ts";

/** From least to most: each role may do what the ones before it may (contract.md, Roles). */
export const ROLES = ["viewer", "reporter", "publisher", "maintainer", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: a signed-in operator, an API token, or the product itself. */
export type Actor = { kind: "operator" | "token" | "system"; id: string; name: string; role: Role };

/** The product acting by itself, on what its monitors found. */
export const SYSTEM: Actor = { kind: "system", id: "system", name: "Automatic checks", role: "admin" };

export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}

export function mayActAs(actor: Actor, role: Role): boolean {
  return ROLES.indexOf(actor.role) >= ROLES.indexOf(role);
}

/** @throws {DomainError} `forbidden` when the actor's role is below `role`. Called by every service that writes. */
export function requireRole(actor: Actor, role: Role): void {
  if (mayActAs(actor, role)) return;
  throw new DomainError("forbidden", `This needs the role ${role}; you have ${actor.role}. Ask an admin to change it.`);
}
