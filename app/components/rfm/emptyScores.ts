import type { ScoringFacts } from "~/customers/figures";

const names = { recency: "recency", frequency: "frequency", monetary: "value" } as const;

/** Says which scores nobody has, because equal customers share one: "Nobody has frequency 2 or 3: …". None or one sentence. */
export function emptyScores(present: ScoringFacts["levelsPresent"]): string[] {
  const parts = (["recency", "frequency", "monetary"] as const).flatMap((score) => {
    const missing = [1, 2, 3, 4, 5].filter((level) => !present[score].includes(level));
    // A store without buyers has no scores at all; that is said elsewhere.
    return missing.length === 0 || missing.length === 5 ? [] : [`${names[score]} ${anyOf(missing)}`];
  });
  return parts.length === 0 ? [] : [`Nobody has ${parts.join(", ")}: customers who are alike share a score.`];
}

function anyOf(levels: readonly number[]): string {
  const last = levels.at(-1);
  const others = levels.slice(0, -1);
  return others.length === 0 ? String(last) : `${others.join(", ")} or ${String(last)}`;
}
