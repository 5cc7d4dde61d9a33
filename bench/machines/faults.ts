import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { bulkKinds } from "~/history/syncState";
import { state } from "~/state/client.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { impossibleStays, membershipsOf, toldByEngine, toldByRows } from "./contents";
import { type ShopsOfSize, shopsOf, undisturbedShop } from "./fleet";
import { type JobRun, overlaps } from "./jobRecord";
import { leftJobs, readQueueState } from "./queueState";
import type { Undisturbed } from "./undisturbedProgram";
import type { Visit } from "./visitors";

/** What is left to be done, failed, or was done more than once as far as the app's records tell. */
export async function faultsOfQueue(shops: readonly string[]): Promise<string[]> {
  const { jobs, failures } = await readQueueState();
  const runs = await (await state()).syncRun.groupBy({ by: ["shop"], _count: true });
  const runsOf = new Map(runs.map(({ shop, _count }) => [shop, _count]));
  return [
    ...failures,
    ...leftJobs(jobs).map((group) => `jobs are left: ${group}`),
    ...shops
      .filter((shop) => runsOf.get(shop) !== 1)
      .map((shop) => `${shop} had ${String(runsOf.get(shop) ?? 0)} syncs`),
  ];
}

export function faultsOfRuns(runs: readonly JobRun[]): string[] {
  return overlaps(runs).map(([one, other]) => `at once: ${inWords(one)} and ${inWords(other)}`);
}

function inWords({ process, kind, shop, job, beganAt, endedAt, cut }: JobRun): string {
  const [from, to] = [beganAt, endedAt].map((at) => new Date(at).toISOString().slice(11));
  return `${kind} of ${shop} (${job}) on ${process}, ${from ?? ""} to ${to ?? ""}${cut ? " (killed)" : ""}`;
}

/** Of each kind of object one bulk operation: a second one is an effect that was repeated. */
export async function faultsOfBulkOperations(
  sandboxUrl: string,
  shops: readonly string[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const shop of shops) {
    const response = await fetch(`${sandboxUrl}/sandbox/shops/${shop}/bulk-operations`);
    const operations = (await response.json()) as { readonly query: string }[];
    const asked = operations.map(({ query }) => /Quintile_([a-z]+)_/.exec(query)?.[1] ?? "unknown").sort();
    if (asked.join() !== [...bulkKinds].sort().join()) faults.push(`${shop} asked for ${asked.join(", ")}`);
  }
  return faults;
}

/** Shops with the same store hold the same, and what an undisturbed one holds. */
export async function faultsOfContents(
  size: ShopsOfSize,
  undisturbed: Readonly<Record<string, Undisturbed>>,
): Promise<string[]> {
  const faults: string[] = [];
  const expected = undisturbed[undisturbedShop(size)];
  if (!expected) return [`nothing is known of an undisturbed shop of ${String(size.customers)}`];
  let first: Readonly<Record<string, string>> | undefined;
  for (const shop of shopsOf(size)) {
    const warehouse = await openWarehouse(shop);
    const told = await toldByEngine(warehouse);
    const memberships = await membershipsOf(warehouse);
    const impossible = await impossibleStays(warehouse);
    if (!first) {
      first = told;
      // Tables that are all alike need only one of them be read row by row.
      faults.push(...differences(shop, expected.rows, await toldByRows(warehouse)));
    }
    faults.push(
      ...differences(`${shop} beside its like`, first, told),
      ...differences(`${shop}'s members`, expected.memberships.members, memberships.members),
    );
    if (memberships.evaluated !== expected.memberships.evaluated)
      faults.push(`${shop} has ${String(memberships.evaluated)} segments evaluated`);
    if (memberships.past !== expected.memberships.past)
      faults.push(`${shop} has ${String(memberships.past)} memberships that ended`);
    if (impossible > 0) faults.push(`${shop} has ${String(impossible)} memberships twice or overlapping`);
  }
  return faults;
}

function differences(
  what: string,
  expected: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((name) => expected[name] !== found[name])
    .map((name) => `${what}: ${name} is ${found[name] ?? "missing"}, not ${expected[name] ?? "there"}`);
}

/** Files of people that lie on a machine although nobody will read them again. */
export async function faultsOfDisks(dataDirs: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const dataDir of dataDirs) {
    const left = await readdir(join(dataDir, "sync"), { recursive: true }).catch(() => []);
    const files = left.filter((name) => name.includes(".jsonl"));
    if (files.length > 0)
      faults.push(`${dataDir} still has ${String(files.length)} downloads: ${files[0] ?? ""}`);
  }
  return faults;
}

/** "Not now" is an answer; any other failure is none. */
const fine: ReadonlySet<number> = new Set([200, 503]);

export function faultsOfVisits(visits: readonly Visit[]): string[] {
  return visits
    .filter(({ status }) => !fine.has(status))
    .map(({ path, status, said }) => `${path} was answered with ${String(status)}: ${said}`);
}
