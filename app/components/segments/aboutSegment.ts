import type { SegmentSummary } from "~/segments/overview/overview";

/** Longer than any line shows; a rule may name thousands of values. */
const longest = 400;

/** Who is in a segment, in a line: what the merchant says of their own, the rule's sentence of others. */
export function aboutSegment(
  { topic, description, unreadable }: Pick<SegmentSummary, "topic" | "description" | "unreadable">,
  rule: string | null,
): string {
  // The rule of an RFM group would only repeat its name.
  const described = (topic === "own" || topic === "rfm") && description !== "";
  const text = described ? description : (rule ?? unreadable ?? "");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
