import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useLocation, useNavigation, useSearchParams } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";

import { EmptyNotice } from "~/components/EmptyNotice";
import { addressOfSlots, readSlots } from "~/components/segments/overlap/overlapAddress";
import { OverlapAnswer } from "~/components/segments/overlap/OverlapAnswer";
import { OverlapPickers } from "~/components/segments/overlap/OverlapPickers";
import { nameOverlap } from "~/components/segments/overlap/regions";
import { RefreshTrouble } from "~/components/segments/RefreshTrouble";
import { useRefreshWhile } from "~/components/useRefreshWhile";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { segmentsOverview } from "~/segments/overview/overview.server";
import { overlapLimits } from "~/segments/sizes/overlap";
import { segmentOverlap } from "~/segments/sizes/overlap.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const warehouse = await openWarehouse(session.shop);
  const overview = await segmentsOverview(warehouse);
  if (overview === null) return null;
  const { segments, failing } = overview;
  const slots = readSlots(new URL(request.url).searchParams.get("ids"), segments);
  const chosen = slots.slots.flatMap(({ id }) => segments.find((segment) => segment.id === id) ?? []);
  const ids = chosen.map(({ id }) => id);
  const overlap =
    ids.length < overlapLimits.least
      ? null
      : nameOverlap((await segmentOverlap(warehouse, ids)).regions, chosen);
  const updating = chosen.some((segment) => segment.updating);
  return data({ segments, failing, slots, overlap, updating }, { status: slots.missing ? 404 : 200 });
}

export default function OverlapPage() {
  const data = useLoaderData<typeof loader>();
  return data === null ? <WaitingForHistory title="Overlap of segments" /> : <SegmentOverlap {...data} />;
}

type Data = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>>;

function SegmentOverlap({ segments, failing, slots, overlap, updating }: Data) {
  const { location: next } = useNavigation();
  const { pathname } = useLocation();
  const [, setSearchParams] = useSearchParams();
  useRefreshWhile(updating);
  // What was just chosen is shown at once, and the next choice goes on from there.
  const coming = next?.pathname === pathname;
  const shown = coming ? readSlots(new URLSearchParams(next.search).get("ids"), segments) : slots;
  const choose = (place: number, id: number | null) => {
    // Shopify's own parameters (host, shop, …) stay in the address.
    setSearchParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("ids", addressOfSlots(shown.slots, place, id));
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  return (
    <Page
      title="Overlap of segments"
      subtitle="Who is in several segments at once, and who is in one of them only"
      backAction={{ content: "Segments", url: "/app/segments" }}
      fullWidth
    >
      <BlockStack gap="400">
        {failing ? <RefreshTrouble /> : null}
        <OverlapPickers slots={shown} segments={segments} onChoose={choose} />
        {overlap === null ? (
          <EmptyNotice
            heading="Choose two or three segments"
            text="Here you will see how many customers they share, what those spent, and make a segment of any part."
          />
        ) : (
          <OverlapAnswer overlap={overlap} loading={coming} />
        )}
      </BlockStack>
    </Page>
  );
}
