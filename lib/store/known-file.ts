import { statSync } from "node:fs";

/** The file we work on is no longer the one at its path: what is written to it would be lost. */
export class StoreFileGone extends Error {
  override readonly name = "StoreFileGone";
  readonly code = "ESTOREGONE";
}

/**
 * Knows the store's file by its identity on disk.
 *
 * A removed file goes on working for whoever has it open, and everything written to it is gone with the last of them:
 * so it is looked for before each use. A look takes a few microseconds.
 */
export class KnownFile {
  readonly #path: string;
  readonly #identity: string;

  /** The file must exist. */
  constructor(path: string) {
    this.#path = path;
    this.#identity = identityOf(path) ?? "";
  }

  /** @throws {StoreFileGone} when it was removed or replaced. Back in its place, it is known again. */
  require(): void {
    if (identityOf(this.#path) !== this.#identity)
      throw new StoreFileGone("The store's file was removed or replaced while it was in use.");
  }
}

function identityOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.dev} ${found.ino}` : null;
}
