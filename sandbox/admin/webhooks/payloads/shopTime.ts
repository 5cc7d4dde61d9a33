const HOUR_MS = 3_600_000;
const offsets = new Map<string, string>();

/**
 * An instant as webhooks write it, in the shop's own time: `2026-11-22T07:00:00-05:00`. Whole seconds.
 */
export function shopTime(instant: string, timeZone: string): string;
export function shopTime(instant: string | null, timeZone: string): string | null;
export function shopTime(instant: string | null, timeZone: string): string | null {
  if (instant === null) return null;
  const at = Date.parse(instant);
  const offset = offsetAt(at, timeZone);
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return `${new Date(at + ahead).toISOString().slice(0, 19)}${offset}`;
}

/** `-05:00`. Clocks change on the hour, so that each hour of a zone is looked up once. */
function offsetAt(at: number, timeZone: string): string {
  const hour = Math.floor(at / HOUR_MS);
  const key = `${timeZone} ${String(hour)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
      .formatToParts(hour * HOUR_MS)
      .find(({ type }) => type === "timeZoneName")?.value;
    // "GMT-05:00", and plain "GMT" for zero.
    offset = name === undefined || name === "GMT" ? "+00:00" : name.slice(3);
    offsets.set(key, offset);
  }
  return offset;
}
