import type { Problem } from "./language/parse";

/** What makes use of a segment, so that it cannot be taken away. */
export interface SegmentUser {
  readonly kind: "segment";
  readonly id: number;
  readonly name: string;
}

/** Why an edit of a shop's segments was not made. Nothing was changed. */
export type Refusal =
  | { readonly kind: "not_found" }
  | { readonly kind: "words"; readonly problem: string }
  | { readonly kind: "name_taken"; readonly name: string }
  | { readonly kind: "definition"; readonly problems: readonly Problem[] }
  /** The rule refers to segments that the shop does not have. */
  | { readonly kind: "unknown_segments"; readonly count: number }
  | { readonly kind: "inactive_segments"; readonly names: readonly string[] }
  /** Names of segments that would refer to each other, the first one repeated at the end. */
  | { readonly kind: "circle"; readonly path: readonly string[] }
  | { readonly kind: "used"; readonly users: readonly SegmentUser[] }
  | { readonly kind: "too_many_active"; readonly limit: number }
  | { readonly kind: "unreadable"; readonly why: string }
  /** What is saved was made from an older version than `version`, which stands now and was saved `at` (ISO 8601 UTC). */
  | {
      readonly kind: "changed_meanwhile";
      readonly version: number;
      /** As `ActivityEntry.by`. */
      readonly by: string | null;
      /** The same person saved it, in another window. */
      readonly byYourself: boolean;
      readonly at: string;
    }
  | { readonly kind: "draft_too_large"; readonly limit: number }
  | { readonly kind: "not_ready_made" }
  | { readonly kind: "currency_unknown" };

/**
 * Whether what was named is not among the shop's segments. One that is gone and one of another shop are told in the same
 * words and with the same status (404), so that nobody learns what others have.
 */
export function isMissing({ kind }: Refusal): boolean {
  return kind === "not_found" || kind === "unknown_segments";
}

/**
 * What the merchant reads: what stands in the way, and what to do.
 *
 * @param time writes an instant (ISO 8601) as the reader knows it
 */
export function refusalInWords(refusal: Refusal, time: (instant: string) => string = inUtc): string {
  switch (refusal.kind) {
    case "not_found":
      return "This segment is no longer there. Somebody may have deleted it: look at the list of segments.";
    case "words":
      return refusal.problem;
    case "name_taken":
      return `There is a segment called “${refusal.name}” already. Choose another name.`;
    case "definition":
      return refusal.problems.map(({ message }) => message).join(" ");
    case "unknown_segments":
      return refusal.count === 1
        ? "The rule refers to a segment that is no longer there. Take that condition out, or choose another segment."
        : `The rule refers to ${String(refusal.count)} segments that are no longer there. Take those conditions out, or choose other segments.`;
    case "inactive_segments":
      return `The rule refers to ${listed(refusal.names)}, which ${refusal.names.length === 1 ? "is" : "are"} switched off and so ${refusal.names.length === 1 ? "has" : "have"} no members. Switch ${refusal.names.length === 1 ? "it" : "them"} on first.`;
    case "circle":
      return `The segments would refer to each other in a circle: ${refusal.path.map(quoted).join(" → ")}. Take one of these conditions out.`;
    case "used":
      return `${listed(refusal.users.map(({ name }) => name))} ${refusal.users.length === 1 ? "refers" : "refer"} to this segment. Change ${refusal.users.length === 1 ? "that rule" : "those rules"} first.`;
    case "too_many_active":
      return `A store can have ${String(refusal.limit)} active segments. Switch one off first.`;
    case "unreadable":
      return refusal.why;
    case "changed_meanwhile":
      return `${refusal.byYourself ? "You" : (refusal.by ?? "Quintile")} saved this segment ${refusal.byYourself ? "in another window" : "while you were editing it"} (${time(refusal.at)}). Nothing is lost: what you changed is still here, and both versions are kept once you save. Look at the other version first, or save again to put yours in its place.`;
    case "draft_too_large":
      return `This is more than can be kept as a draft (${refusal.limit.toLocaleString("en")} characters). Save the segment, or shorten its lists of values: until then it is kept in this window only.`;
    case "not_ready_made":
      return "Only a ready-made segment has numbers to choose.";
    case "currency_unknown":
      return "Ready-made segments can be made once your store's history is here.";
  }
}

const utc = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const inUtc = (instant: string): string => `${utc.format(new Date(instant))} UTC`;

const quoted = (name: string): string => `“${name}”`;

function listed(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names.map(quoted));
}
