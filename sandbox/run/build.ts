import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../", import.meta.url));
export const serverBuild = join(repository, "build/server/index.js");

/** What the built app is made from; files written by the build itself are none of it. */
const sources = ["app", "prisma/models", "public", "package-lock.json", "vite.config.ts", "remix.config.js"];
const notSource = /(?:^|\/)generated\/|\.test\.tsx?$/;

async function modified(path: string): Promise<number | null> {
  return stat(path).then(
    (file) => file.mtimeMs,
    () => null,
  );
}

async function newestSource(): Promise<number> {
  let newest = 0;
  for (const source of sources) {
    const path = join(repository, source);
    const inside = await readdir(path, { recursive: true }).catch(() => [""]);
    const files = inside.filter((name) => !notSource.test(name)).map((name) => join(path, name));
    for (const file of files) newest = Math.max(newest, (await modified(file)) ?? 0);
  }
  return newest;
}

/**
 * Builds the app when it was never built or its sources are newer than the build. The build speaks on stderr.
 *
 * @throws when the build fails.
 */
export async function buildIfStale(log: (line: string) => void): Promise<void> {
  const built = await modified(serverBuild);
  if (built !== null && built >= (await newestSource())) return;
  log(built === null ? "Building the app …" : "The app's sources have changed: building it again …");
  const npm = spawn("npm", ["run", "build"], { cwd: repository, stdio: ["ignore", 2, 2] });
  const code = await new Promise<number | null>((resolve, reject) =>
    npm.on("error", reject).on("close", resolve),
  );
  if (code !== 0) throw new Error("Building the app failed; the lines above say why.");
}
