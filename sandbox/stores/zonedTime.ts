/** Noon of a calendar day (`1997-01-31`) in an IANA timezone. No zone changes its clocks at noon. */
export function noonIn(ianaTimezone: string, day: string): Date {
  const noonUtc = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(noonUtc.getTime())) throw new Error(`"${day}" is not a calendar day (YYYY-MM-DD).`);
  const offset = new Intl.DateTimeFormat("en", { timeZone: ianaTimezone, timeZoneName: "longOffset" })
    .formatToParts(noonUtc)
    .find((part) => part.type === "timeZoneName")?.value;
  // "GMT-05:00", and plain "GMT" for zero.
  const match = /([+-])(\d\d):(\d\d)/.exec(offset ?? "");
  const minutes = match ? Number(`${match[1] ?? ""}1`) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  return new Date(noonUtc.getTime() - minutes * 60_000);
}
