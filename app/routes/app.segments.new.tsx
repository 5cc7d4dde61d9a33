import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { Builder } from "~/components/builder/Builder";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { openBuilder } from "~/segments/draft/openBuilder.server";
import { readSegmentId } from "~/segments/overview/segmentId";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const opened = await openBuilder(await openWarehouse(session.shop), sessionToken.sub, {
    segmentId: null,
    from: searchParams.has("from") ? (readSegmentId(searchParams.get("from") ?? "") ?? 0) : null,
    rule: searchParams.get("rule"),
  });
  return data(opened, { status: opened.kind === "open" && opened.missing ? 404 : 200 });
}

export default function NewSegment() {
  const opened = useLoaderData<typeof loader>();
  return opened.kind === "open" ? (
    <Builder key={opened.data.startedFrom ?? ""} data={opened.data} />
  ) : (
    <WaitingForHistory title="New segment" />
  );
}
