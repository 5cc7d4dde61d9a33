import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { Builder } from "~/components/builder/Builder";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { openBuilder } from "~/segments/draft/openBuilder.server";
import { readSegmentId } from "~/segments/overview/segmentId";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

const notFound = () => new Response("There is no such segment.", { status: 404 });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const segmentId = readSegmentId(params.id);
  if (segmentId === null) throw notFound();
  const version = new URL(request.url).searchParams.get("version");
  const opened = await openBuilder(await openWarehouse(session.shop), sessionToken.sub, {
    segmentId,
    // A version is spelled as an id is; what is none is no version that is kept.
    version: version === null ? null : (readSegmentId(version) ?? 0),
  });
  if (opened.kind === "not_found") throw notFound();
  return opened;
}

export default function EditSegment() {
  const opened = useLoaderData<typeof loader>();
  if (opened.kind !== "open") return <WaitingForHistory title="Edit segment" />;
  const { segment, startedFrom } = opened.data;
  // Whoever takes over what somebody else saved, or another version, begins anew with it.
  const key = `${String(segment?.id)} ${String(segment?.version)} ${startedFrom ?? ""}`;
  return <Builder key={key} data={opened.data} />;
}
