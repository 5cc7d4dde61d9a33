import fc from "fast-check";

import { naiveMetrics, type NaiveInput } from "~/customers/testing/naive";
import { countings } from "~/customers/testing/randomStores";
import type { TestStore } from "~/customers/testing/testWarehouse";

import type { Definition } from "../language/definition";
import { naiveStore } from "./naive";
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
    const memberships = members.map(({ segment_id, place }) => ({
      segment_id,
      customer_id: BigInt((place % 20) + 1),
    }));
    const store = { facts, counting, metrics: naiveMetrics(facts, counting), scores: [], memberships };
    const any = definitions(vocabularyOf(store), { segments });
    const naive = naiveStore(store);
    // In a small store most definitions are true of everybody or of nobody: of half of them more is asked.
    const telling = any.filter((definition) => {
      const members = naive.members(definition).length;
      return members > 0 && members < naive.customers.length;
    });
    return fc.record({
      facts: fc.constant(facts),
      counting: fc.constant(counting),
      memberships: fc.constant(memberships),
      definitions: fc.array(fc.oneof(any, telling), {
        minLength: definitionsEach,
        maxLength: definitionsEach,
      }),
    });
  });
}
