import type { Benchmark } from "./benchmark";
import { exporting } from "./export";
import { live } from "./live";
import { load } from "./load";
import { machines } from "./machines";
import { membership } from "./membership";
import { pandas } from "./pandas";
import { preview } from "./preview";
import { previewSyncing } from "./previewSyncing";
import { refresh, refreshMany } from "./refresh";
import { requests } from "./requests";
import { shops } from "./shops";
import { score } from "./score";
import { storm } from "./storm";
import { typing } from "./typing";
import { vitals } from "./vitals";
import { webhooks } from "./webhooks";

/** Every measurement that `npm run bench` knows. */
export const benchmarks: readonly Benchmark[] = [
  load,
  score,
  pandas,
  preview,
  previewSyncing,
  membership,
  refresh,
  refreshMany,
  exporting,
  requests,
  shops,
  machines,
  webhooks,
  storm,
  live,
  vitals,
  typing,
];
