import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What provisioning knows of the machine it runs on. */
export type Machine = {
  /** Folders where commands are looked for, first hit first. */
  commandFolders: readonly string[];
  /** A browser the person chose (`$CHROMIUM`); null when none was named. */
  chosenBrowser: string | null;
  isRoot: boolean;
  hasApt: boolean;
  /** Whether the machine already decides itself which services packages may start. */
  hasServicePolicy: boolean;
};

const DEBIAN_POSTGRES = "/usr/lib/postgresql";

/** What Debian's invoke-rc.d asks before a package starts its service. */
export const SERVICE_POLICY = "/usr/sbin/policy-rc.d";

/** This machine, seen with the given environment. */
export function thisMachine(env: NodeJS.ProcessEnv): Machine {
  // A bare PATH often lacks the sbin folders; Debian keeps PostgreSQL's server programs out of PATH altogether.
  const commandFolders = [
    ...(env.PATH ?? "").split(delimiter),
    "/usr/local/bin",
    "/usr/bin",
    "/usr/sbin",
    ...postgresFolders(),
  ];
  return {
    commandFolders,
    chosenBrowser: env.CHROMIUM || null,
    isRoot: process.getuid?.() === 0,
    hasApt: findCommand("apt-get", commandFolders) !== null,
    hasServicePolicy: existsSync(SERVICE_POLICY),
  };
}

/** The command's full path in the first folder that has it; null when none has. */
export function findCommand(name: string, folders: readonly string[]): string | null {
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/** Whether there is a file at this path that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The folders of Debian's PostgreSQL servers, newest first. */
function postgresFolders(): string[] {
  if (!existsSync(DEBIAN_POSTGRES)) return [];
  return readdirSync(DEBIAN_POSTGRES)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRES, version, "bin"));
}
