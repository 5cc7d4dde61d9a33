import { readShop } from "~/customers/shopSettings.server";
import { minorUnitDigits } from "~/warehouse/minorUnits";
import type { Warehouse } from "~/warehouse/engine";

import { suggestedRule } from "../catalogue/action";
import { definitionOf, readyMadeSegments } from "../catalogue/catalogue";
import type { ReadyMade } from "../catalogue/readyMade";
import type { GalleryAction, GalleryEntry } from "./gallery";
import type { SegmentsOverview, SegmentSummary } from "./overview";
import { segmentsOverview } from "./overview.server";

export interface ReadyMadeGallery {
  /** In the order of the catalogue. */
  readonly entries: readonly GalleryEntry[];
  readonly overview: SegmentsOverview;
}

/** Every ready-made segment there is, whether the shop has it or not; null until the store has been scored. */
export async function readyMadeGallery(warehouse: Warehouse): Promise<ReadyMadeGallery | null> {
  const [overview, { currency }] = await Promise.all([segmentsOverview(warehouse), readShop(warehouse.shop)]);
  if (overview === null || currency === null) return null;
  const currencyDigits = minorUnitDigits(currency);
  const there = new Map(
    overview.segments.flatMap((segment) =>
      segment.readyMade === null ? [] : [[segment.readyMade, segment]],
    ),
  );
  const entries = readyMadeSegments.map((readyMade): GalleryEntry => {
    const segment = there.get(readyMade.id) ?? null;
    return {
      readyMade: readyMade.id,
      topic: readyMade.topic,
      name: segment?.name ?? readyMade.name,
      description: segment?.description ?? readyMade.description,
      advice: readyMade.advice,
      definition: segment === null ? definitionOf(readyMade, {}, { currencyDigits }) : segment.definition,
      hasNumbers: readyMade.settings.length > 0,
      segment,
      action: segment === null ? null : actionOf(readyMade, segment, there),
    };
  });
  return { entries, overview };
}

function actionOf(
  { action }: ReadyMade,
  { id, active, definition }: SegmentSummary,
  there: ReadonlyMap<string, SegmentSummary>,
): GalleryAction | null {
  if (!active || definition === null) return null;
  const { kind, label } = action;
  switch (kind) {
    case "export":
      return { kind, label };
    case "compare": {
      const other = there.get(action.with);
      if (other?.active === true) return { kind, label, ids: [id, other.id] };
      return {
        kind: "unavailable",
        label,
        why: other === undefined ? "You deleted that segment." : `“${other.name}” is switched off.`,
      };
    }
    case "narrow":
    case "leave_out": {
      const rule = suggestedRule(action, { id, definition });
      return rule === null ? null : { kind: "build", label, rule };
    }
  }
}
