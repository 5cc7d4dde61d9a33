import { NotScoredError } from "~/customers/score.server";
import type { Warehouse } from "~/warehouse/engine";
import { untilGone } from "~/warehouse/untilGone";

import { badReferences } from "../checks";
import { type Definition, referencedSegments } from "../language/definition";
import { isMissing, type Refusal, refusalInWords } from "../refusals";
import { listSegments } from "../segmentStore.server";
import { previewParts } from "./parts.server";
import type { PreviewAnswer, PreviewPart } from "./preview";
import { readPreviewRequest } from "./previewRequest";

/**
 * Answers what was posted about a draft of the warehouse's shop, or says in words why it cannot be. Stores nothing.
 *
 * @param signal of whoever asks: once they are gone, no further statement is begun and the promise is rejected
 */
export async function answerPreview<Part extends PreviewPart>(
  warehouse: Warehouse,
  part: Part,
  body: string,
  signal: AbortSignal,
): Promise<PreviewAnswer<Part>> {
  const { shop } = warehouse;
  const read = readPreviewRequest(body);
  if (!read.ok) return read;
  const { definition, segmentId } = read.request;
  const refused = await refusedReferences(shop, definition, segmentId);
  if (refused !== null) {
    return { ok: false, message: refusalInWords(refused), ...(isMissing(refused) && { missing: true }) };
  }
  signal.throwIfAborted();
  const draft = { ...read.request, shop, connection: untilGone(warehouse, signal), signal };
  try {
    return { ok: true, preview: await previewParts[part](draft) };
  } catch (error) {
    if (!(error instanceof NotScoredError)) throw error;
    return { ok: false, message: "Your order history is not in yet. Rules can be counted once it is." };
  }
}

/** As an edit would be refused: a rule counts the members of segments that are there and active. */
async function refusedReferences(
  shop: string,
  definition: Definition,
  segmentId: number | null,
): Promise<Refusal | null> {
  if (referencedSegments(definition).length === 0) return null;
  const own = segmentId === null ? {} : { id: segmentId };
  return badReferences(await listSegments(shop), { ...own, definition, active: true });
}
