import fc from "fast-check";

import { countings } from "~/customers/testing/randomStores";

import { segmentFacts } from "../../testing/randomFacts";

/** Random stores with three segments of some half of their customers each. */
export const storesWithSegments = fc
  .record({ facts: segmentFacts, counting: countings, chosen: fc.infiniteStream(fc.nat({ max: 7 })) })
  .map(({ facts, counting, chosen }) => ({
    facts,
    counting,
    memberships: facts.customers.flatMap(({ customer_id }) => {
      const mask = Number(chosen.next().value);
      return [1, 2, 3].flatMap((segment_id, bit) => ((mask >> bit) & 1 ? [{ segment_id, customer_id }] : []));
    }),
  }));
