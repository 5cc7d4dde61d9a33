import { duckdb } from "./duckdb";
import type { BenchEngine, EngineName } from "./engine";
import { postgresql } from "./postgresql";

export const engines: Readonly<Record<EngineName, BenchEngine>> = { duckdb, postgresql };
