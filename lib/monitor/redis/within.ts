/** An answer did not come in time. */
export class Overdue extends Error {
  override readonly name = "Overdue";
}

/** So much later than asked a timer may fire before we suspect ourselves. */
const LATE_MS = 50;

/**
 * Waits for the answer, at most `timeoutMs`.
 *
 * When our own process stalled, an answer may lie unread in the socket: then the
 * loop gets a turn to read it before anybody is blamed.
 *
 * @throws {Overdue}
 */
export function within<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const giveUp = () => reject(new Overdue());
    let timer = setTimeout(() => {
      const lateMs = performance.now() - begun - timeoutMs;
      timer = setTimeout(giveUp, lateMs > LATE_MS ? Math.min(timeoutMs, lateMs) : 0);
    }, timeoutMs);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
