import { z } from "zod";

import { state } from "~/state/client.server";
import type { Prisma, PrivacyRequest as Row } from "~/state/generated/sqlite/client";
import { open, seal, type SecretPlace } from "~/state/secrets.server";

import { type Person, readPerson, writePerson } from "./person";
import {
  type PrivacyFailure,
  privacyFailures,
  privacyKinds,
  privacyStates,
  type PrivacyState,
  type Proof,
} from "./request";

const counts = z.record(z.string(), z.number().int());

const stored = z.object({
  id: z.string(),
  shop: z.string(),
  kind: z.enum(privacyKinds),
  triggeredAt: z.date().nullable(),
  receivedAt: z.date(),
  dueAt: z.date(),
  state: z.enum(privacyStates),
  finishedAt: z.date().nullable(),
  subject: z.string().nullable(),
  proof: z.object({ found: counts, left: counts.optional() }).nullable(),
  failure: z.enum(privacyFailures).nullable(),
});

/** A request as it is kept. Whom it is about is sealed: see `personOf`. */
export type PrivacyRequest = z.infer<typeof stored>;

type Named = Pick<Row, "id" | "shop">;

/** Where the subject of a request is sealed to. */
export function placeOfSubject({ id, shop }: Named): SecretPlace {
  return { shop, field: `privacy subject ${id}` };
}

export function sealedPerson(person: Person, request: Named): string {
  return seal(writePerson(person), placeOfSubject(request));
}

/**
 * Whom a request is about; null where that is not kept (any more).
 *
 * @throws {SecretError} where the key that it was sealed with is gone.
 */
export function personOf(request: PrivacyRequest): Person | null {
  return request.subject === null ? null : readPerson(open(request.subject, placeOfSubject(request)));
}

/** The requests of a shop that are in one of some states, oldest first. */
export async function requestsIn(
  shop: string,
  states: readonly PrivacyState[],
): Promise<readonly PrivacyRequest[]> {
  const db = await state();
  const rows = await db.privacyRequest.findMany({
    where: { shop, state: { in: [...states] } },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => stored.parse(row));
}

/** One of a shop's requests; null where it has none of this id. */
export async function readRequest(shop: string, id: string): Promise<PrivacyRequest | null> {
  const row = await (await state()).privacyRequest.findFirst({ where: { shop, id } });
  return row && stored.parse(row);
}

/** What a shop was asked last, the newest first. */
export async function newestRequests(shop: string, most: number): Promise<readonly PrivacyRequest[]> {
  const db = await state();
  const rows = await db.privacyRequest.findMany({
    where: { shop },
    orderBy: [{ receivedAt: "desc" }, { id: "asc" }],
    take: most,
  });
  return rows.map((row) => stored.parse(row));
}

/** What changes about a request. */
export interface RequestChange {
  readonly state?: PrivacyState;
  readonly finishedAt?: Date | null;
  readonly subject?: string | null;
  readonly proof?: Proof;
  readonly failure?: PrivacyFailure | null;
}

export async function changeRequest(
  { id, shop }: Named,
  change: RequestChange,
  db?: Prisma.TransactionClient,
): Promise<void> {
  await (db ?? (await state())).privacyRequest.updateMany({ where: { id, shop }, data: change });
}

/** Notes that what was asked for was handed out, the first time; not of a request that was ended otherwise meanwhile. */
export async function noteDisclosure({ id, shop }: Named, proof: Proof, now: Date): Promise<void> {
  await (
    await state()
  ).privacyRequest.updateMany({
    where: { id, shop, state: { in: ["open", "ready", "failed"] } },
    data: { state: "done", finishedAt: now, proof, failure: null },
  });
}
