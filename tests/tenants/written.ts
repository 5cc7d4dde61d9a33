import fs from "node:fs";

import { vi } from "vitest";

const outputs: readonly unknown[] = [1, 2];

/** Everything that this process writes to its standard output and error from now on, through whatever it is written. */
export function captureWritten(): { text(): string } {
  const written: string[] = [];
  // The log writes to the file itself, past the process's streams.
  const { write } = fs;
  vi.spyOn(fs, "write").mockImplementation(((file: number, data: string | Uint8Array, ...rest: never[]) => {
    if (outputs.includes(file)) written.push(typeof data === "string" ? data : Buffer.from(data).toString());
    (write as (...args: unknown[]) => void)(file, data, ...rest);
  }) as typeof fs.write);
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((data) => {
      written.push(typeof data === "string" ? data : Buffer.from(data).toString());
      return true;
    });
  }
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...said: unknown[]) => {
      written.push(said.map((one) => (one instanceof Error ? (one.stack ?? "") : String(one))).join(" "));
    });
  }
  return { text: () => written.join("\n") };
}
