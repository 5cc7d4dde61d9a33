import { useFormat } from "../ShopFormatContext";
import type { MovePeriod, PeriodOfMoves } from "./sizeSeries";

/** What a period is called: its day, its month, or the first and last day of its week. */
export function usePeriodWords(period: MovePeriod): (row: PeriodOfMoves) => string {
  const format = useFormat();
  switch (period) {
    case "day":
      return ({ from }) => format.day(from);
    case "week":
      return ({ from, to }) => `${format.day(from)} – ${format.day(to)}`;
    case "month":
      return ({ from }) => format.month(from);
  }
}
