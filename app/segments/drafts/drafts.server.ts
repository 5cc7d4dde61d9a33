import { z } from "zod";

import { state } from "~/state/client.server";
import type { Prisma } from "~/state/generated/sqlite/client";

import { inTurn } from "../inTurn.server";
import type { Refusal } from "../refusals";

// What somebody is about to make of a segment and has not saved. A draft is its writer's: nobody else is shown it.

/** Characters of a draft as JSON. A rule has up to a million, and a draft tells a little more. */
export const longestDraft = 1_500_000;

export interface Draft {
  /** The version of the segment that it was begun from; null: of a segment that is not made yet. */
  readonly baseVersion: number | null;
  /** As it was kept. */
  readonly content: unknown;
  /** ISO 8601 UTC. */
  readonly updatedAt: string;
}

/** A draft as a list names it. */
export interface DraftSummary {
  /** Null: of a segment that is not made yet. */
  readonly segmentId: number | null;
  /** The segment's name as it is saved. */
  readonly name: string | null;
  /** ISO 8601 UTC. */
  readonly updatedAt: string;
}

export type Kept = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Keeps a draft in place of the one before.
 *
 * @param staff Shopify's user id
 * @param segmentId null: of a segment that is not made yet, of which everybody has one draft
 * @param draft.content plain JSON
 */
export async function keepDraft(
  shop: string,
  staff: string,
  segmentId: number | null,
  { baseVersion, content }: Pick<Draft, "baseVersion" | "content">,
  now: Date,
): Promise<Kept> {
  const text = asText(content);
  if (text.length > longestDraft)
    return { ok: false, refusal: { kind: "draft_too_large", limit: longestDraft } };
  return inTurn(shop, async (db): Promise<Kept> => {
    const isThere = segmentId === null || (await db.segment.count({ where: { shop, id: segmentId } })) > 0;
    if (!isThere) return { ok: false, refusal: { kind: "not_found" } };
    const kept = { baseVersion, content: text, updatedAt: now };
    const key = keyOf(shop, staff, segmentId);
    await db.segmentDraft.upsert({
      where: { shop_staff_segmentId: key },
      create: { ...key, ...kept },
      update: kept,
    });
    return { ok: true };
  });
}

export async function readDraft(
  shop: string,
  staff: string,
  segmentId: number | null,
): Promise<Draft | null> {
  const db = await state();
  const row = await db.segmentDraft.findUnique({
    where: { shop_staff_segmentId: keyOf(shop, staff, segmentId) },
  });
  if (row === null) return null;
  const { baseVersion, content, updatedAt } = row;
  return { baseVersion, content: fromText(content), updatedAt: updatedAt.toISOString() };
}

/** What somebody has begun, the newest first. */
export async function listDrafts(shop: string, staff: string): Promise<DraftSummary[]> {
  const db = await state();
  const drafts = await db.segmentDraft.findMany({
    where: { shop, staff },
    select: { segmentId: true, updatedAt: true },
    orderBy: [{ updatedAt: "desc" }, { segmentId: "asc" }],
  });
  const segments = await db.segment.findMany({
    where: { shop, id: { in: drafts.map(({ segmentId }) => segmentId) } },
    select: { id: true, name: true },
  });
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  return drafts.map(({ segmentId, updatedAt }) => ({
    segmentId: segmentId === ofNewSegment ? null : segmentId,
    name: names.get(segmentId) ?? null,
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Drops a draft; one that is not there is dropped already. */
export async function dropDraft(
  shop: string,
  staff: string,
  segmentId: number | null,
  db?: Prisma.TransactionClient,
): Promise<void> {
  await (db ?? (await state())).segmentDraft.deleteMany({ where: keyOf(shop, staff, segmentId) });
}

/** Drops everybody's drafts of a segment that is being deleted. */
export async function dropDraftsOf(
  db: Prisma.TransactionClient,
  shop: string,
  segmentId: number,
): Promise<void> {
  await db.segmentDraft.deleteMany({ where: { shop, segmentId } });
}

const ofNewSegment = 0;

function keyOf(shop: string, staff: string, segmentId: number | null) {
  return { shop, staff, segmentId: segmentId ?? ofNewSegment };
}

// Kept as the text of JSON within JSON: a draft may hold characters that PostgreSQL takes in no other way (U+0000, halves of
// characters), and comes back with its keys in their order.

function asText(content: unknown): string {
  return JSON.stringify(content ?? null);
}

function fromText(stored: unknown): unknown {
  return JSON.parse(z.string().parse(stored));
}
