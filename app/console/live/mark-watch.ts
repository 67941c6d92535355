/** Looks for changes on behalf of everybody who listens: one look for all of them, none while nobody does. */
export class MarkWatch {
  readonly #read: () => Promise<string>;
  readonly #everyMs: number;
  readonly #listeners = new Set<(mark: string) => void>();
  #timer: NodeJS.Timeout | null = null;
  #looking = false;

  constructor(read: () => Promise<string>, everyMs: number) {
    this.#read = read;
    this.#everyMs = everyMs;
  }

  /** Hears the mark at every look until the returned function is called. */
  listen(listener: (mark: string) => void): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => void this.#look(), this.#everyMs);
    void this.#look();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const mark = await this.#read();
      for (const listener of [...this.#listeners]) listener(mark);
    } catch {
      // The store cannot be read just now: the next look sees what was missed.
    } finally {
      this.#looking = false;
    }
  }
}
