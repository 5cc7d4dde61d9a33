type SideName = "ours" | "rival";

export interface Rounds {
  readonly runs: number;
  readonly warmUps: number;
  /** Done before each round, for both sides; not measured. */
  readonly before?: (round: number) => Promise<void>;
}

/** Lets both sides do a short piece of work time after time, each going first in every other round. Resolves to ms. */
export async function takeTurns(
  work: Readonly<Record<SideName, (round: number) => Promise<unknown>>>,
  { runs, warmUps, before }: Rounds,
): Promise<Record<SideName, number[]>> {
  const times: Record<SideName, number[]> = { ours: [], rival: [] };
  for (let round = -warmUps; round < runs; round++) {
    await before?.(round + warmUps);
    for (const side of round % 2 === 0 ? (["ours", "rival"] as const) : (["rival", "ours"] as const)) {
      const took = await timed(() => work[side](round + warmUps));
      if (round >= 0) times[side].push(took.ms);
    }
  }
  return times;
}

export async function timed<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}
