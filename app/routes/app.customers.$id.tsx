import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { CustomerProfilePage } from "~/components/customer/CustomerProfilePage";
import { useFreshData } from "~/components/freshness/useFreshData";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { readCustomerId } from "~/customers/customerId";
import { dataVersion } from "~/history/dataVersion.server";
import { customerPage } from "~/segments/members/customerPage.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const customerId = readCustomerId(params.id);
  const version = await dataVersion(session.shop);
  const page =
    customerId === null ? "unknown" : await customerPage(await openWarehouse(session.shop), customerId);
  if (page === "unknown") throw new Response("There is no such customer.", { status: 404 });
  return page === "unscored" ? null : { version, page };
}

export default function Customer() {
  const data = useLoaderData<typeof loader>();
  useFreshData(data?.version ?? null);
  return data === null ? (
    <WaitingForHistory title="Customer" />
  ) : (
    <CustomerProfilePage key={data.page.profile.customerId} page={data.page} />
  );
}
