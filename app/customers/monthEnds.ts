export interface MonthEnd {
  /** `YYYY-MM`. */
  readonly month: string;
  /** The month's last day; of the present month, the analysis date. */
  readonly day: string;
}

/** The ends of the last months, oldest first, the last of them being the analysis date itself. */
export function monthEnds(analysisDate: string, count: number): MonthEnd[] {
  const year = Number(analysisDate.slice(0, 4));
  const month = Number(analysisDate.slice(5, 7));
  return Array.from({ length: count }, (_, i) => {
    const back = count - 1 - i;
    // Day 0 of the following month is the last day of this one.
    const day = new Date(Date.UTC(year, month - back, 0)).toISOString().slice(0, 10);
    return { month: day.slice(0, 7), day: back === 0 ? analysisDate : day };
  });
}
