import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { type SegmentAct, segmentActs } from "~/components/segments/page/acts";
import { refreshSegment } from "~/segments/jobs/refreshSegment.server";
import { readSegmentId } from "~/segments/overview/segmentId";
import { isMissing, type Refusal, refusalInWords } from "~/segments/refusals";
import { activateSegment, deactivateSegment, deleteSegment } from "~/segments/segmentLife.server";
import { authenticate } from "~/shopify/app.server";
import { readJson } from "~/shopify/readJson";
import { staffOf } from "~/shopify/staff.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

const posted = z.object({ act: z.enum(segmentActs) });

type Outcome = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

const acts: Readonly<
  Record<SegmentAct, (shop: string, id: number, by: string, now: Date) => Promise<Outcome>>
> = {
  activate: activateSegment,
  deactivate: deactivateSegment,
  delete: (shop, id, _, now) => deleteSegment(shop, id, now),
  refresh: async (shop, id, by, now) => refreshSegment(await openWarehouse(shop), id, by, now),
};

/** Switches a segment on or off, deletes it or finds its members now; answers in JSON. */
export async function action({ request, params }: ActionFunctionArgs) {
  const signedIn = await authenticate.admin(request);
  const id = readSegmentId(params.id);
  const read = posted.safeParse(await readJson(request, 1_000));
  if (id === null || !read.success) {
    return Response.json(
      { ok: false, message: "What is to be done cannot be read.", users: [] },
      { status: 422 },
    );
  }
  const now = new Date();
  const { userId } = await staffOf(request, signedIn, now);
  const outcome = await acts[read.data.act](signedIn.session.shop, id, userId, now);
  if (outcome.ok) return Response.json({ ok: true });
  const { refusal } = outcome;
  const users = refusal.kind === "used" ? refusal.users : [];
  return Response.json(
    { ok: false, message: refusalInWords(refusal), users },
    { status: isMissing(refusal) ? 404 : 409 },
  );
}
