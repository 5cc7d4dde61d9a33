import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

import { installDebianPackage } from "../debianPackage";

export interface Postgres {
  /** Folder of `initdb` and `postgres`. */
  readonly folder: string;
  /** Whom the server is to run as where this process is root; null: as this process. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

/** Folders that hold one version each, `15/bin` and the like. */
const usualPlaces = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

/**
 * Finds PostgreSQL's server, installing Debian's package where that is possible.
 *
 * @throws when there is none: what needs it then fails with how to get it, it is never left out.
 */
export function findPostgres(): Postgres {
  const folder = given() ?? found() ?? installed();
  return { folder, owner: userInfo().uid === 0 ? ownerOfDebian() : null };
}

function given(): string | null {
  const folder = process.env.POSTGRES_BIN;
  if (folder === undefined) return null;
  if (!existsSync(join(folder, "initdb"))) throw new Error(`POSTGRES_BIN has no initdb: ${folder}`);
  return folder;
}

/** The newest version that is there. */
function found(): string | null {
  const folders = usualPlaces
    .filter((place) => existsSync(place))
    .flatMap((place) => readdirSync(place).map((entry) => join(place, entry, "bin")))
    .filter((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
  return folders.sort((a, b) => versionOf(b) - versionOf(a))[0] ?? null;
}

function versionOf(folder: string): number {
  return Number(/(\d+)(?=\/bin$)/.exec(folder)?.[1] ?? 0);
}

function installed(): string {
  installDebianPackage(
    "postgresql",
    "Install PostgreSQL 15 or newer, or set POSTGRES_BIN to the folder of its initdb.",
  );
  const folder = found();
  if (folder === null) throw new Error("Debian's postgresql package was installed but is in no usual place.");
  return folder;
}

function ownerOfDebian(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
