import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { repository } from "../../sandbox/run/build";

/** Runs a TypeScript program of this folder in a process of its own, which is asked to end with this one. What it writes to stderr comes out here. */
export function startProgram(
  file: string,
  argument: unknown,
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", `bench/machines/${file}`, JSON.stringify(argument)],
    { cwd: repository, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const endWithMe = (): void => void child.kill("SIGTERM");
  process.once("exit", endWithMe);
  child.once("close", () => process.off("exit", endWithMe));
  return child;
}

/** @throws where it ends without having written a line. */
export async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The program has no output.");
  const lines = createInterface({ input: stdout });
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(lines, "close").then(() => {
      throw new Error("The program ended without an answer.");
    }),
  ])) as [string];
  return line;
}
