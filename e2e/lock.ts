/** A package in package-lock.json, as far as it is judged here. */
type LockedPackage = { version?: string; optionalDependencies?: Record<string, string> };

/** package-lock.json: packages by their place, `""` being the project itself. */
export type Lock = { packages: Record<string, LockedPackage> };

/** package.json, as far as it is judged here. */
export type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

/** No older than these: each is the first release without a known hole, or the one measured (reliability.md §0). */
const FLOORS: Record<string, string> = {
  next: "16.4.2",
  react: "19.3.1",
  "react-dom": "19.3.1",
  nodemailer: "9.1.1",
  ioredis: "6.0.0",
  sharp: "0.35.5",
  "@slack/webhook": "8.0.2",
};

const FOLDER = "node_modules/";

/**
 * Optional packages (other platforms' builds) that some package asks for and the lock does not hold, as `name@range`.
 *
 * `npm ci` refuses such a lock on the machine it was not made on; `npm install` leaves them out where the registry
 * does not carry them.
 */
export function missingOptional(lock: Lock): string[] {
  const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesSeenFrom(place).some((base) => `${base}${FOLDER}${name}` in lock.packages))
      .map(([name, range]) => `${name}@${range}`),
  );
  return [...new Set(missing)].sort();
}

/** Where Node looks for a package asked for at `place`: beside it, then further up, as prefixes of lock places. */
function placesSeenFrom(place: string): string[] {
  if (place === "") return [""];
  const up = place.lastIndexOf(`/${FOLDER}`);
  return [`${place}/`, ...placesSeenFrom(up < 0 ? "" : place.slice(0, up))];
}

/** Dependencies that may change from one install to the next, as `name@range`: everything but one exact version. */
export function looseVersions({ dependencies = {}, devDependencies = {} }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
    .map(([name, range]) => `${name}@${range}`);
}

/** Locked packages older than their floor, wherever in the tree they stand, as `place@version`. */
export function belowFloor(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([place, { version = "0.0.0" }]) => {
    const floor = FLOORS[place.slice(place.lastIndexOf(FOLDER) + FOLDER.length)];
    return place !== "" && floor !== undefined && isOlder(version, floor) ? [`${place}@${version}`] : [];
  });
}

/** Whether version `a` came before `b`, a release; a candidate of a release came before it. */
function isOlder(a: string, b: string): boolean {
  const [release = "", candidate] = a.split("-");
  const order = release.localeCompare(b, "en", { numeric: true });
  return order < 0 || (order === 0 && candidate !== undefined);
}
