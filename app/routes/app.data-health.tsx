import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { DataHealthPage } from "~/components/health/DataHealthPage";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { readScoring } from "~/customers/scoredState.server";
import { currentHealth } from "~/history/health/current.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

/** What is known without a look at all that is stored; the page asks for the rest by itself. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const warehouse = await openWarehouse(session.shop);
  return (await readScoring(warehouse)) === null ? null : currentHealth(warehouse, new Date());
}

export default function Health() {
  const loaded = useLoaderData<typeof loader>();
  return loaded === null ? <WaitingForHistory title="Data health" /> : <DataHealthPage loaded={loaded} />;
}
