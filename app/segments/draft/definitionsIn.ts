import type { Definition } from "../language/definition";
import type { Draft } from "./draft";
import { readDraft } from "./readDraft";

/** The finished part of a draft, for the names that it mentions. */
export function definitionsIn(draft: Draft | null): Definition[] {
  if (draft === null) return [];
  // Which currency it is changes amounts only, which nobody is called by.
  const { definition } = readDraft(draft, 2);
  return definition === null ? [] : [definition];
}
