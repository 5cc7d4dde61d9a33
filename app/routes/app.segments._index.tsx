import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { BlockStack, Box, Page, Text } from "@shopify/polaris";

import { EmptyNotice } from "~/components/EmptyNotice";
import { useFreshData } from "~/components/freshness/useFreshData";
import { isSearchOnly } from "~/components/searchOnly";
import { SegmentList } from "~/components/segments/list/SegmentList";
import { UnfinishedSegments } from "~/components/segments/list/UnfinishedSegments";
import { RefreshTrouble } from "~/components/segments/RefreshTrouble";
import { useFormat } from "~/components/ShopFormatContext";
import { useRefreshWhile } from "~/components/useRefreshWhile";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { dataVersion } from "~/history/dataVersion.server";
import { type DraftSummary, listDrafts } from "~/segments/drafts/drafts.server";
import type { SegmentsOverview } from "~/segments/overview/overview";
import { segmentsOverview } from "~/segments/overview/overview.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const version = await dataVersion(session.shop);
  const [overview, drafts] = await Promise.all([
    segmentsOverview(await openWarehouse(session.shop)),
    listDrafts(session.shop, sessionToken.sub),
  ]);
  return { version, overview, drafts };
}

/** Views, search, filters and order are the browser's own: it has every segment. */
export function shouldRevalidate({ defaultShouldRevalidate, ...change }: ShouldRevalidateFunctionArgs) {
  return !isSearchOnly(change) && defaultShouldRevalidate;
}

export default function Segments() {
  const { version, overview, drafts } = useLoaderData<typeof loader>();
  return overview === null ? (
    <WaitingForHistory title="Segments" />
  ) : (
    <AllSegments version={version} overview={overview} drafts={drafts} />
  );
}

function AllSegments({
  version,
  overview,
  drafts,
}: {
  version: string | null;
  overview: SegmentsOverview;
  drafts: readonly DraftSummary[];
}) {
  const format = useFormat();
  const { segments, analysisDate, failing } = overview;
  const empty = segments.length === 0;
  const waiting = empty || segments.some(({ updating }) => updating);
  useRefreshWhile(waiting);
  useFreshData(waiting ? null : version);
  return (
    <Page
      title="Segments"
      subtitle="Customers who come and go as they match a rule"
      primaryAction={{ content: "Create segment", url: "/app/segments/new" }}
      secondaryActions={[{ content: "Ready-made segments", url: "/app/segments/ready-made" }]}
      fullWidth
    >
      <BlockStack gap="400">
        <UnfinishedSegments drafts={drafts} />
        {empty ? (
          <EmptyNotice
            heading="There is no segment yet"
            text="The ready-made segments appear here a moment after your history has come in. Those that you deleted can be brought back at any time."
            action={{ label: "Ready-made segments", to: "/app/segments/ready-made", primary: false }}
          />
        ) : (
          <>
            {failing ? <RefreshTrouble /> : null}
            <SegmentList version={version} overview={overview} />
            <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockEnd="400">
              <Text as="p" variant="bodySm" tone="subdued" alignment="center">
                {`Days count back from ${format.day(analysisDate)}, your store's day. What counts is decided in the settings.`}
              </Text>
            </Box>
          </>
        )}
      </BlockStack>
    </Page>
  );
}
