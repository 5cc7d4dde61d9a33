import { state } from "~/state/client.server";
import { minorUnitDigits } from "~/warehouse/minorUnits";

import { definitionOf, readSettings, readyMadeOf, readyMadeSegments } from "./catalogue/catalogue";
import type { ReadyMade } from "./catalogue/readyMade";
import { changedMeanwhile } from "./changedMeanwhile.server";
import { tooManyActive } from "./checks";
import { atDesk, type Desk, type Edited, editSegment, editSegments, refuse } from "./editing.server";
import type { Segment } from "./segment";
import { addSegment, changeSegment, type CheckedSegment, isUnchanged } from "./segmentRows.server";
import { freeName } from "./segmentWords";

/**
 * Gives a shop every ready-made segment that it was never given: after its first sync all of them, with a new version of the
 * app the new ones. One that was deleted does not come back by this.
 */
export async function giveReadyMade(shop: string, now: Date): Promise<void> {
  const currency = await currencyOf(shop);
  if (currency === null || (await neverGiven(shop)).length === 0) return;
  await atDesk(shop, null, now, async (desk) => {
    const segments = [...desk.segments];
    for (const readyMade of await neverGiven(shop, desk.db)) {
      await noteGiven(desk, readyMade);
      // A name that the merchant took is theirs, and so is the last place among the active ones.
      const fresh = {
        ...freshSegment(readyMade, currency, segments),
        active: tooManyActive(segments) === null,
      };
      segments.push(await addSegment(desk, fresh));
    }
  });
}

/** Makes a ready-made segment again that was deleted; one that is there still is left as it is. */
export async function restoreReadyMade(
  shop: string,
  readyMadeId: string,
  by: string | null,
  now: Date,
): Promise<Edited> {
  const readyMade = readyMadeOf(readyMadeId);
  const currency = await currencyOf(shop);
  return editSegments(shop, by, now, async (desk) => {
    if (!readyMade) return refuse({ kind: "not_ready_made" });
    if (currency === null) return refuse({ kind: "currency_unknown" });
    const there = desk.segments.find((segment) => segment.readyMade === readyMade.id);
    if (there) return { ok: true, segment: there, movesMembers: false };
    const refusal = tooManyActive(desk.segments);
    if (refusal) return refuse(refusal);
    // Somebody may ask for one that came with a new version before it was given.
    await noteGiven(desk, readyMade);
    const segment = await addSegment(desk, freshSegment(readyMade, currency, desk.segments));
    return { ok: true, segment, movesMembers: true };
  });
}

/**
 * Chooses the numbers of a ready-made segment, which makes its rule what the catalogue says again.
 *
 * @param posted.base the version that was edited; where another one stands, this is refused
 * @param posted.numbers by setting; one that is left out is the default
 */
export async function chooseNumbers(
  shop: string,
  id: number,
  { base, numbers }: { readonly base: number; readonly numbers: unknown },
  by: string | null,
  now: Date,
): Promise<Edited> {
  const currency = await currencyOf(shop);
  return editSegment(shop, id, by, now, async (desk, segment) => {
    const readyMade = segment.readyMade === null ? undefined : readyMadeOf(segment.readyMade);
    if (!readyMade) return refuse({ kind: "not_ready_made" });
    if (currency === null) return refuse({ kind: "currency_unknown" });
    const read = readSettings(readyMade, numbers);
    if (!read.ok)
      return refuse({ kind: "words", problem: read.problems.map(({ message }) => message).join(" ") });
    const definition = definitionOf(readyMade, read.values, { currencyDigits: minorUnitDigits(currency) });
    const { name, description } = segment;
    const contents = { name, description, definition, settings: read.values };
    // Sent again, because its answer got lost, it changes nothing.
    if (base !== segment.version && !isUnchanged(segment, contents)) {
      return refuse(await changedMeanwhile(desk, segment));
    }
    return changeSegment(desk, segment, contents, "numbers");
  });
}

async function noteGiven({ db, shop }: Desk, { id }: ReadyMade): Promise<void> {
  const given = { shop, readyMade: id };
  await db.givenSegment.upsert({ where: { shop_readyMade: given }, create: given, update: {} });
}

function freshSegment(readyMade: ReadyMade, currency: string, others: readonly Segment[]): CheckedSegment {
  const settings = Object.fromEntries(readyMade.settings.map((setting) => [setting.id, setting.default]));
  return {
    name: freeName(
      readyMade.name,
      others.map(({ name }) => name),
    ),
    description: readyMade.description,
    readyMade: readyMade.id,
    settings,
    definition: definitionOf(readyMade, settings, { currencyDigits: minorUnitDigits(currency) }),
    active: true,
  };
}

/** ISO 4217; null until the first sync has asked Shopify. */
async function currencyOf(shop: string): Promise<string | null> {
  const db = await state();
  return (await db.shop.findUnique({ where: { domain: shop } }))?.currency ?? null;
}

async function neverGiven(shop: string, db?: Desk["db"]): Promise<ReadyMade[]> {
  const rows = await (db ?? (await state())).givenSegment.findMany({ where: { shop } });
  const given = new Set(rows.map(({ readyMade }) => readyMade));
  return readyMadeSegments.filter(({ id }) => !given.has(id));
}
