import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * An empty folder for what this process's statements spill to disk. Folders of processes that are gone, which were killed, are
 * removed; that of one that still runs (it ends its last jobs while the next one starts) is left alone.
 */
export async function spillFolder(directory: string): Promise<string> {
  const all = join(directory, ".spill");
  await mkdir(all, { recursive: true });
  const own = String(process.pid);
  for (const pid of await readdir(all)) {
    if (pid === own || !isRunning(Number(pid))) await rm(join(all, pid), { recursive: true, force: true });
  }
  return join(all, own);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process, which runs all the same.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
