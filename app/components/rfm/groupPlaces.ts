import type { RfmGroupId } from "~/customers/rfmGroups";

import type { GridPlace } from "./gridNavigation";

const place = (column: number, row: number, columnSpan = 1, rowSpan = 1): GridPlace => ({
  column,
  row,
  columnSpan,
  rowSpan,
});

/**
 * Where each group lies, so that people learn the map. Columns are the recency scores 1, 2, 3 and 4–5. Rows, from the
 * top: frequency and value both high; frequency only; value only; neither. At recency 3 there are two groups, split by
 * the sum of frequency and value, so each takes two rows.
 */
export const groupPlaces: Readonly<Record<RfmGroupId, GridPlace>> = {
  promising: place(1, 1, 2),
  at_risk: place(1, 2, 2),
  cant_lose: place(1, 3, 2),
  lost: place(1, 4),
  hibernating: place(2, 4),
  need_attention: place(3, 1, 1, 2),
  about_to_sleep: place(3, 3, 1, 2),
  champions: place(4, 1),
  loyal: place(4, 2),
  potential_loyalists: place(4, 3),
  new: place(4, 4),
};
