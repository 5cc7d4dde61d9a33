/** Arithmetic of calendar days, shared with the browser. Which day a time falls on: `shopDays.ts`. */

/**
 * The day that lies so long before another, both `YYYY-MM-DD`. Months keep the day of the month, or end where the month
 * does, as SQL's intervals do.
 */
export function dayBack(day: string, { count, unit }: { count: number; unit: "days" | "months" }): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === "days") date.setUTCDate(date.getUTCDate() - count);
  else {
    const dayOfMonth = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() - count);
    // A day that the month does not have has run over into the next one: back to the last that it has.
    if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(0);
  }
  return date.toISOString().slice(0, 10);
}
