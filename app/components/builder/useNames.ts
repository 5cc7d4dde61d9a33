import { useMemo, useState } from "react";

import type { SegmentChoice } from "~/segments/draft/builderData";
import type { MentionedNames } from "~/segments/overview/overview";

import type { BuilderParts } from "./BuilderContext";

type Kind = "product" | "variant" | "collection";
const tables = { product: "products", variant: "variants", collection: "collections" } as const;

/** Names of what the rule calls by an id: those that it opened with, and those of what was chosen since. */
export function useNames(
  opened: MentionedNames,
  segments: readonly SegmentChoice[],
): Pick<BuilderParts, "nameOf" | "learnName"> & { readonly known: MentionedNames } {
  const [learned, setLearned] = useState<readonly { of: Kind; id: string; name: string }[]>([]);
  const known = useMemo(() => {
    const namesOf = (of: Kind) => ({
      ...opened[tables[of]],
      ...Object.fromEntries(learned.filter((entry) => entry.of === of).map(({ id, name }) => [id, name])),
    });
    return {
      products: namesOf("product"),
      variants: namesOf("variant"),
      collections: namesOf("collection"),
      segments: Object.fromEntries(segments.map(({ id, name }) => [id, name])),
    };
  }, [opened, learned, segments]);
  return {
    known,
    nameOf: (of, id) => known[tables[of]][id],
    learnName: (of, id, name) => {
      setLearned((before) => [...before, { of, id, name }]);
    },
  };
}
