/** What a group of conditions asks of its items, above the list of them. */
export function groupWording({
  match,
  not,
  items,
}: {
  readonly match: "all" | "any";
  readonly not: boolean;
  readonly items: readonly unknown[];
}): string {
  if (items.length === 0) {
    const everybody = (match === "all") !== not;
    return everybody ? "It asks nothing, so everybody matches." : "Nobody matches it.";
  }
  const asked = match === "all" ? "all of these together" : "any of these";
  if (not) return items.length === 1 ? "This must not be true:" : `They must not match ${asked}:`;
  if (items.length === 1) return "This must be true:";
  return match === "all" ? "All of these must be true:" : "Any one of these is enough:";
}
