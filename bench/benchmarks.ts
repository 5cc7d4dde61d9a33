import type { Benchmark } from "./benchmark";
import { load } from "./load";

/** Every measurement by name. */
export const benchmarks: readonly Benchmark[] = [load];
