import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Page, Text } from "@shopify/polaris";

import { EmptyNotice } from "~/components/EmptyNotice";
import { RefreshTrouble } from "~/components/segments/RefreshTrouble";
import { SegmentSections } from "~/components/segments/SegmentSections";
import { useFormat } from "~/components/ShopFormatContext";
import { useRefreshWhile } from "~/components/useRefreshWhile";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import type { SegmentsOverview } from "~/segments/overview/overview";
import { segmentsOverview } from "~/segments/overview/overview.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  return { overview: await segmentsOverview(await openWarehouse(session.shop)) };
}

export default function Segments() {
  const { overview } = useLoaderData<typeof loader>();
  return overview === null ? <WaitingForHistory title="Segments" /> : <SegmentList overview={overview} />;
}

function SegmentList({ overview }: { overview: SegmentsOverview }) {
  const format = useFormat();
  const { segments, analysisDate, failing } = overview;
  const empty = segments.length === 0;
  useRefreshWhile(empty || segments.some(({ updating }) => updating));
  return (
    <Page title="Segments" subtitle="Customers who come and go by themselves as they match a rule">
      {empty ? (
        <EmptyNotice
          heading="No segment is active"
          text="The ready-made segments appear here a moment after your history has come in. Those that you switched off or deleted stay away."
        />
      ) : (
        <BlockStack gap="400">
          {failing ? <RefreshTrouble /> : null}
          <SegmentSections overview={overview} />
          <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockEnd="400">
            <Text as="p" variant="bodySm" tone="subdued" alignment="center">
              {`Days count back from ${format.day(analysisDate)}, your store's day. What counts is decided in the settings.`}
            </Text>
          </Box>
        </BlockStack>
      )}
    </Page>
  );
}
