import { seededRandom, weighted } from "../stores/random";
import { applyChange } from "./activity/apply";
import { usualWeights, type Change, type ChangeKind } from "./activity/change";
import { chooseChange } from "./activity/choose";
import type { SandboxState, ShopState } from "./state";

/** Merchant and buyers at work in one shop. */
export interface Activity {
  /** Does one more thing, now, and announces it. The clock is the sandbox's: whoever wants days to pass moves it. */
  step(): Change;
  /** How often each thing was done so far. */
  readonly counts: Readonly<Partial<Record<ChangeKind, number>>>;
}

export interface ActivityOptions {
  /** Equal seeds do the same to equal shops of a sandbox, clock and earlier changes being equal. */
  seed: number | string;
  /** Against {@link usualWeights}; 0 leaves a kind out. */
  weights?: Partial<Record<ChangeKind, number>>;
}

/** A stream of changes as a shop sees them, in this process: for tests and measurements. */
export function startActivity(
  state: SandboxState,
  shop: ShopState,
  { seed, weights = {} }: ActivityOptions,
): Activity {
  const random = seededRandom(seed);
  const table = Object.entries({ ...usualWeights, ...weights }) as [ChangeKind, number][];
  const drawKind = weighted(table.filter(([, weight]) => weight > 0));
  const counts: Partial<Record<ChangeKind, number>> = {};

  return {
    counts,
    step() {
      const change = chooseFit();
      applyChange(state, shop, change);
      counts[change.kind] = (counts[change.kind] ?? 0) + 1;
      return change;
    },
  };

  /** Some kinds find nothing to be done to; then another is drawn. */
  function chooseFit(): Change {
    for (let tries = 0; tries < 1_000; tries++) {
      const change = chooseChange(drawKind(random), random, shop.store);
      if (change) return change;
    }
    throw new Error(`The shop ${shop.domain} has nothing to be done to.`);
  }
}
