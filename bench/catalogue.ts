import { definitionOf, readyMadeSegments } from "~/segments/catalogue/catalogue";
import type { ActiveSegment } from "~/segments/dependencies";

/** The ready-made segments with the numbers they come with. */
export const catalogue: readonly (ActiveSegment & { readonly name: string })[] = readyMadeSegments.map(
  (segment, place) => ({
    id: place + 1,
    name: segment.id,
    definition: definitionOf(segment, {}, { currencyDigits: 2 }),
  }),
);
