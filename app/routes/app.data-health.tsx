import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { type DataHealth, DataHealthPage } from "~/components/health/DataHealthPage";
import { useRefreshWhile } from "~/components/useRefreshWhile";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { readScoring } from "~/customers/scoredState.server";
import { dataVersion } from "~/history/dataVersion.server";
import { awaitedOf } from "~/history/health/awaited.server";
import { checksOf } from "~/history/health/checks.server";
import { liveUpdates } from "~/history/health/liveUpdates.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

/** What is known without a look at all that is stored; the page asks for the rest by itself. */
export async function loader({ request }: LoaderFunctionArgs): Promise<DataHealth | null> {
  const { session } = await authenticate.admin(request);
  const now = new Date();
  const warehouse = await openWarehouse(session.shop);
  if ((await readScoring(warehouse)) === null) return null;
  const version = await dataVersion(session.shop);
  const [live, checks, awaited] = await Promise.all([
    liveUpdates(session.shop, now),
    checksOf(session.shop),
    awaitedOf(warehouse),
  ]);
  return { live, checks, awaited, version, now: now.toISOString() };
}

/** How often the page is loaded again, in milliseconds: while something is on its way, and otherwise. */
const busyMs = 3_000;
const calmMs = 10_000;

export default function Health() {
  const data = useLoaderData<typeof loader>();
  return data === null ? <WaitingForHistory title="Data health" /> : <Current {...data} />;
}

function Current(data: DataHealth) {
  const { live, checks, awaited } = data;
  const isBusy = checks.underWay !== null || live.waiting.webhooks > 0 || awaited.length > 0;
  useRefreshWhile(true, isBusy ? busyMs : calmMs);
  return <DataHealthPage {...data} />;
}
