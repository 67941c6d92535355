const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** "4 GiB", "1.5 MiB", "512 B": at most three digits that count, cut off rather than rounded up. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  const digits = value >= 100 || unit === 0 ? 0 : value >= 10 ? 1 : 2;
  const factor = 10 ** digits;
  return `${Math.floor(value * factor) / factor} ${UNITS[unit]}`;
}
