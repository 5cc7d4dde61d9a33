import { readScoring } from "~/customers/scoredState.server";
import { readShop } from "~/customers/shopSettings.server";
import { minorUnitDigits } from "~/warehouse/minorUnits";
import type { Warehouse } from "~/warehouse/engine";

import { readVersion } from "../activity/versions.server";
import { readDraft } from "../drafts/drafts.server";
import { referencedSegments } from "../language/definition";
import { parseDefinition } from "../language/parse";
import { mentionedNames } from "../overview/mentionedNames.server";
import type { Segment } from "../segment";
import { listSegments } from "../segmentStore.server";
import { freeName } from "../segmentWords";
import { segmentUsers } from "../whereUsed.server";
import type { BuilderData, EditedSegment, KeptDraft } from "./builderData";
import { definitionsIn } from "./definitionsIn";
import { readStoredDraft } from "./storedDraft";

/** What the builder is opened for. Texts of an address, which may say anything. */
export interface Opening {
  /** The segment to edit; null: a new one. */
  readonly segmentId: number | null;
  /** Of a new one: a segment to begin with a copy of, or a rule as JSON. */
  readonly from?: number | null;
  readonly rule?: string | null;
  /** Of one that is edited: an older version to begin with. */
  readonly version?: number | null;
}

export type Opened =
  /** `missing`: what a new segment was to be a copy of is not there. */
  | { readonly kind: "open"; readonly data: BuilderData; readonly missing: boolean }
  /** The store has not been scored yet. */
  | { readonly kind: "waiting" }
  | { readonly kind: "not_found" };

/** @param staff Shopify's user id, whose draft is brought back */
export async function openBuilder(warehouse: Warehouse, staff: string, opening: Opening): Promise<Opened> {
  const { shop } = warehouse;
  const [scoring, { currency }, segments] = await Promise.all([
    readScoring(warehouse),
    readShop(shop),
    listSegments(shop),
  ]);
  if (scoring === null || currency === null) return { kind: "waiting" };
  const edited = segments.find(({ id }) => id === opening.segmentId) ?? null;
  if (opening.segmentId !== null && edited === null) return { kind: "not_found" };

  const begin = edited === null ? beginNew(segments, opening) : await beginEdit(shop, edited, opening);
  const kept = await keptDraft(shop, staff, opening.segmentId);
  const spoken = [begin.start.definition, edited?.definition ?? null, ...definitionsIn(kept?.draft ?? null)];
  const definitions = spoken.filter((definition) => definition !== null);
  const referenced = new Set(definitions.flatMap(referencedSegments));
  return {
    kind: "open",
    missing: opening.from != null && !segments.some(({ id }) => id === opening.from),
    data: {
      segment: edited && {
        ...contentsOf(edited),
        id: edited.id,
        unreadable: edited.unreadable,
        version: edited.version,
        active: edited.active,
        users: await segmentUsers(shop, edited.id),
      },
      ...begin,
      kept,
      segments: segments.map(({ id, name, active }) => ({ id, name, active })),
      names: {
        ...(await mentionedNames(warehouse, definitions)),
        segments: Object.fromEntries(
          segments.filter(({ id }) => referenced.has(id)).map(({ id, name }) => [id, name]),
        ),
      },
      currency,
      digits: minorUnitDigits(currency),
      analysisDate: scoring.analysisDate,
      timeZone: scoring.timeZone,
    },
  };
}

type Begin = Pick<BuilderData, "start" | "startedFrom">;

const nothing = { name: "", description: "", definition: null };

function beginNew(segments: readonly Segment[], { from = null, rule = null }: Opening): Begin {
  if (from !== null) {
    const copied = segments.find(({ id }) => id === from);
    if (copied?.definition == null) {
      return { start: nothing, startedFrom: "The segment that was to be copied is not there any more." };
    }
    const name = freeName(
      `Copy of ${copied.name}`,
      segments.map((other) => other.name),
    );
    return {
      start: { ...contentsOf(copied), name },
      startedFrom: `This is a copy of “${copied.name}”. Change what you like; the original stays as it is.`,
    };
  }
  if (rule !== null) {
    const parsed = parseDefinition(rule);
    return parsed.ok
      ? {
          start: { ...nothing, definition: parsed.definition },
          startedFrom: "Begun with a rule for you. Change what you like.",
        }
      : {
          start: nothing,
          startedFrom: `The rule of this link cannot be used: ${parsed.problems.map(({ message }) => message).join(" ")}`,
        };
  }
  return { start: nothing, startedFrom: null };
}

async function beginEdit(shop: string, segment: Segment, { version = null }: Opening): Promise<Begin> {
  const stored = { start: contentsOf(segment), startedFrom: null };
  if (version === null || version === segment.version) return stored;
  const older = await readVersion(shop, segment.id, version);
  if (older?.definition == null) {
    return {
      ...stored,
      startedFrom: `Version ${String(version)} is not kept any more. This is the newest one.`,
    };
  }
  const { name, description, definition } = older;
  return {
    start: { name, description, definition },
    startedFrom: `This is version ${String(version)} again. Save to make it the newest one; until then nothing changes.`,
  };
}

function contentsOf({
  name,
  description,
  definition,
}: Segment): Pick<EditedSegment, "name" | "description" | "definition"> {
  return { name, description, definition };
}

async function keptDraft(shop: string, staff: string, segmentId: number | null): Promise<KeptDraft | null> {
  const kept = await readDraft(shop, staff, segmentId);
  const draft = kept && readStoredDraft(kept.content);
  return kept && draft && { draft, baseVersion: kept.baseVersion, updatedAt: kept.updatedAt };
}
