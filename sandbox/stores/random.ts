/**
 * Random draws that repeat for a seed. The generator is sfc32 (Chris Doty-Humphrey, "Small Fast Counting", from
 * PractRand, public domain): 128 bits of state, passes PractRand and BigCrush, and four additions a draw.
 */
export interface Random {
  /** Uniform on [0, 1). */
  uniform(): number;
  chance(probability: number): boolean;
  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  pick<const Items extends readonly [unknown, ...unknown[]]>(from: Items): Items[number];
  normal(): number;
  exponential(rate: number): number;
  gamma(shape: number, rate: number): number;
  /** A stream of its own, so that more draws in one part of a store leave the others as they were. */
  fork(name: string): Random;
}

export function seededRandom(seed: number | string): Random {
  let [a, b, c] = hashSeed(String(seed));
  let counter = 1;

  function uint32(): number {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  }
  for (let i = 0; i < 15; i++) uint32();

  const uniform = () => uint32() / 4294967296;

  /** Marsaglia's polar method. */
  function normal(): number {
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  /** Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000). */
  function gamma(shape: number, rate: number): number {
    if (shape < 1) return gamma(shape + 1, rate) * Math.pow(1 - uniform(), 1 / shape);
    const d = shape - 1 / 3;
    const k = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + k * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
    }
  }

  return {
    uniform,
    chance: (probability) => uniform() < probability,
    integer: (least, most) => least + Math.floor(uniform() * (most - least + 1)),
    pick: (from) => from[Math.floor(uniform() * from.length)] ?? from[0],
    normal,
    exponential: (rate) => -Math.log(1 - uniform()) / rate,
    gamma,
    fork: (name) => seededRandom(`${String(seed)}/${name}`),
  };
}

/** Draws from a table of weights: the cumulative sums are made once. */
export function weighted<T>(table: readonly (readonly [item: T, weight: number])[]): (random: Random) => T {
  let total = 0;
  const steps = table.map(([item, weight]) => ({ item, upTo: (total += weight) }));
  const last = steps.at(-1);
  if (!last) throw new Error("A weighted draw needs at least one item.");
  return (random) => {
    const at = random.uniform() * total;
    return (steps.find((step) => at < step.upTo) ?? last).item;
  };
}

/** Three 32-bit words out of a text by FNV-1a, one per start value. */
function hashSeed(text: string): [number, number, number] {
  const word = (basis: number) => {
    let hash = basis;
    for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    return hash | 0;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x85ebca6b)];
}
