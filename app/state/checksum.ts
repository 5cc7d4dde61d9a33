import { createHash } from "node:crypto";

/** What a table holds, in any order. */
export interface Checksum {
  readonly rows: number;
  /** Equal where the rows are: of the values as the app reads them, whichever database keeps them. */
  readonly checksum: string;
}

const lane = 2 ** 32;

/** Adds up a hash of each row that it is shown. */
export function startChecksum(): { add(row: readonly unknown[]): void; result(): Checksum } {
  let [rows, high, low] = [0, 0, 0];
  return {
    add(row) {
      const hash = createHash("sha1").update(told(row)).digest();
      rows += 1;
      high = (high + hash.readUInt32BE(0)) % lane;
      low = (low + hash.readUInt32BE(4)) % lane;
    },
    result: () => ({ rows, checksum: `${high.toString(16)}-${low.toString(16)}` }),
  };
}

function told(cells: readonly unknown[]): string {
  return JSON.stringify(cells, (_key, value: unknown) => {
    if (typeof value === "bigint") return `${String(value)}n`;
    // PostgreSQL's texts cannot hold it; what is copied there is without.
    if (typeof value === "string") return value.replaceAll("\0", "");
    return isRecord(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON of a database comes back with its keys in another order. */
function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
