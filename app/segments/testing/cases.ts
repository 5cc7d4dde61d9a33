import fc from "fast-check";

import { naiveMetrics, type NaiveInput } from "~/customers/testing/naive";
import { countings } from "~/customers/testing/randomStores";
import type { TestStore } from "~/customers/testing/testWarehouse";

import type { Definition } from "../language/definition";
import { definitions } from "./randomDefinitions";
import { segmentFacts } from "./randomFacts";
import type { Membership } from "./segmentStore";
import { vocabularyOf } from "./vocabulary";

/** A random store with definitions that ask for what is in it. */
export interface Case {
  readonly facts: Required<TestStore>;
  readonly counting: NaiveInput;
  /** Of the segments 1 to 3. */
  readonly memberships: readonly Membership[];
  readonly definitions: readonly Definition[];
}

const segments = [1, 2, 3];

export function cases(definitionsEach: number): fc.Arbitrary<Case> {
  const members = fc.uniqueArray(fc.record({ segment_id: fc.constantFrom(...segments), place: fc.nat() }), {
    maxLength: 30,
    selector: ({ segment_id, place }) => `${String(segment_id)}/${String(place % 20)}`,
  });
  return fc.tuple(segmentFacts, countings, members).chain(([facts, counting, members]) => {
    const words = vocabularyOf({
      facts,
      counting,
      metrics: naiveMetrics(facts, counting),
      scores: [],
      memberships: [],
    });
    const some = definitions(words, { segments });
    return fc.record({
      facts: fc.constant(facts),
      counting: fc.constant(counting),
      memberships: fc.constant(
        members.map(({ segment_id, place }) => ({ segment_id, customer_id: BigInt((place % 20) + 1) })),
      ),
      definitions: fc.array(some, { minLength: definitionsEach, maxLength: definitionsEach }),
    });
  });
}
