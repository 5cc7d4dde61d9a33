import { readFile } from "node:fs/promises";

/** A rival's SQL as it stands in its file. */
export function rivalText(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), "utf8");
}
