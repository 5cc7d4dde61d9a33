import type { Definition, Node } from "../language/definition";
import { parseDefinition } from "../language/parse";
import { attribute, days, isTrue, type Template } from "./template";

/** One thing to do with a ready-made segment that the app can do today. `label` is what its button says. */
export type SuggestedAction =
  /** Its members as a file, for whatever else the merchant uses. */
  | { readonly kind: "export"; readonly label: string }
  /** A new segment of those members who also match these conditions. */
  | { readonly kind: "narrow"; readonly label: string; readonly also: readonly Conditions[] }
  /** How many are in another ready-made segment too. */
  | { readonly kind: "compare"; readonly label: string; readonly with: string }
  /** A new segment of those who match these conditions, without the members. */
  | { readonly kind: "leave_out"; readonly label: string; readonly of: readonly Conditions[] };

/** Without numbers that can be chosen. */
type Conditions = Template<Node>;

export function exportList(label: string): SuggestedAction {
  return { kind: "export", label };
}

export function narrowTo(label: string, ...also: readonly Conditions[]): SuggestedAction {
  return { kind: "narrow", label: `Narrow to ${label}`, also };
}

export function compareWith(label: string, readyMade: string): SuggestedAction {
  return { kind: "compare", label: `Compare with ${label}`, with: readyMade };
}

export const reachableByEmail: SuggestedAction = narrowTo(
  "those reachable by email",
  isTrue("reachable_by_email"),
);

export const newsletterWithout: SuggestedAction = {
  kind: "leave_out",
  label: "Email list without them",
  of: [isTrue("reachable_by_email")],
};

/** In the last days, today included. */
export function since(field: "created_at" | "first_order_on" | "last_order_on", count: number): Conditions {
  return attribute(field, { operator: "in_last", period: days(count) });
}

/**
 * The rule that an action begins a new segment with. What is narrowed repeats the segment's rule, so that it can be changed
 * from there; what is left out refers to the segment, and so follows it.
 *
 * @returns null for an action that begins none, and where the rule would be too long
 */
export function suggestedRule(
  action: SuggestedAction,
  segment: { readonly id: number; readonly definition: Definition },
): Definition | null {
  const items = suggestedItems(action, segment);
  if (items === null) return null;
  const parsed = parseDefinition({ version: 1, where: { kind: "group", not: false, match: "all", items } });
  return parsed.ok ? parsed.definition : null;
}

function suggestedItems(
  action: SuggestedAction,
  { id, definition: { where } }: { readonly id: number; readonly definition: Definition },
): readonly unknown[] | null {
  switch (action.kind) {
    case "narrow":
      return [...(where.match === "all" && !where.not ? where.items : [where]), ...action.also];
    case "leave_out":
      return [...action.of, { kind: "segment", not: true, segment: id }];
    case "compare":
    case "export":
      return null;
  }
}
