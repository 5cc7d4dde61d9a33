import { createContext, useContext } from "react";

import type { SegmentChoice } from "~/segments/draft/builderData";
import type { Draft, DraftCondition, NodeId } from "~/segments/draft/draft";
import type { NodeLack } from "~/segments/draft/readDraft";
import type { FunnelStep } from "~/segments/preview/preview";
import type { KnownMetafield } from "~/segments/suggestions/suggestions";

/** What every part of the builder reads, and the one way in which it changes the draft. */
export interface BuilderParts {
  readonly draft: Draft;
  /**
   * @param what an input that is being typed into, whose changes are one step of undo; left out: a step of its own
   * @param focus where to go on: a node, or what adds to a box
   */
  readonly edit: (
    change: (draft: Draft) => Draft,
    what?: string,
    focus?: NodeId | { readonly box: "include" | "exclude" },
  ) => void;
  /** Decimals of the shop's currency. */
  readonly digits: number;
  readonly currency: string;
  /** The shop's day that relative dates count back from. */
  readonly analysisDate: string;
  /** IANA. */
  readonly timeZone: string;
  readonly segments: readonly SegmentChoice[];
  readonly metafields: readonly KnownMetafield[];
  /** The name of a record by its id, where it is known. */
  readonly nameOf: (of: "product" | "variant" | "collection", id: string) => string | undefined;
  /** Remembers the names of records that were chosen. */
  readonly learnName: (of: "product" | "variant" | "collection", id: string, name: string) => void;
  /** Counts after a node; undefined while they are not known. */
  readonly stepOf: (id: NodeId) => FunnelStep | undefined;
  /** What a node lacks. */
  readonly lackOf: (id: NodeId) => NodeLack | undefined;
  /** Somebody tried to save: what is lacking is an error from now on. */
  readonly tried: boolean;
}

const Context = createContext<BuilderParts | null>(null);
export const BuilderProvider = Context.Provider;

export function useBuilder(): BuilderParts {
  const parts = useContext(Context);
  if (parts === null) throw new Error("useBuilder is used outside of the builder.");
  return parts;
}

/** Where a condition's inputs are found, to lead the focus there. */
export function conditionElementId(id: NodeId): string {
  return `condition-${id}`;
}

export type ChangeCondition<Kind extends DraftCondition> = (
  change: (condition: Kind) => Kind,
  what?: string,
) => void;
