import type { Prisma } from "~/state/generated/sqlite/client";
import { state } from "~/state/client.server";

import { findEverywhere, forgetEverywhere } from "./forgetting/forgetters.server";
import { warehouseOf } from "./forgetting/inWarehouse.server";
import { identify } from "./identify.server";
import { isSamePerson, type Person } from "./person";
import { noteRedacted } from "./redacted.server";
import { type Proof, total } from "./request";
import { changeRequest, personOf, type PrivacyRequest, requestsIn, sealedPerson } from "./requests.server";

/** Somebody who was forgotten, where nothing but the record of it is left to do. */
export interface Redaction {
  readonly request: PrivacyRequest;
  readonly person: Person | null;
  readonly proof: Proof;
}

/**
 * Forgets whom a request is about, in every part of the app. Begun again after it was broken off it goes on where it was: whom it
 * is about, and how much was found, is noted before anything is removed.
 *
 * @returns `files` where those of a sync that is under way are waited for
 */
export async function redactCustomer(request: PrivacyRequest, now: Date): Promise<Redaction | "files"> {
  const { shop } = request;
  const asked = personOf(request);
  if (asked === null) return { request, person: null, proof: request.proof ?? { found: {} } };
  const warehouse = await warehouseOf(shop);
  // Once: with the record gone, an address may lead to somebody who came with it since.
  const isIdentified = warehouse === null || request.proof !== null;
  const person = isIdentified ? asked : await identify(warehouse, asked);
  const found = request.proof?.found ?? (await findEverywhere(shop, person));
  await changeRequest(request, { subject: sealedPerson(person, request), proof: { found } });
  // Before anything goes: from here on nobody brings them back.
  if (warehouse !== null) await noteRedacted(shop, person.customerIds, now);
  await forgetEverywhere(shop, person, now);
  const left = await findEverywhere(shop, person);
  const proof = { found, left };
  await changeRequest(request, { proof });
  return total(left) === 0 ? { request, person, proof } : "files";
}

/** Records that somebody is forgotten; with that, nothing tells any more who it was. */
export async function recordRedaction({ request, person, proof }: Redaction, now: Date): Promise<void> {
  const others = person === null ? [] : await othersAbout(request, person);
  const db = await state();
  await db.$transaction(async (tx: Prisma.TransactionClient) => {
    for (const other of others) {
      const isDue = other.state === "open" || other.state === "ready" || other.state === "failed";
      const ending = { state: "refused", finishedAt: now, failure: "forgotten" } as const;
      await changeRequest(other, { subject: null, ...(isDue ? ending : {}) }, tx);
    }
    await changeRequest(request, { state: "done", finishedAt: now, subject: null, proof, failure: null }, tx);
  });
}

/** What was asked to be handed out about the same person. */
async function othersAbout(request: PrivacyRequest, person: Person): Promise<readonly PrivacyRequest[]> {
  const all = await requestsIn(request.shop, ["open", "ready", "done", "failed"]);
  return all.filter((other) => {
    if (other.kind !== "data_request") return false;
    const about = personOf(other);
    return about !== null && isSamePerson(about, person);
  });
}
