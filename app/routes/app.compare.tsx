import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { Banner, BlockStack, Box, Page, Text } from "@shopify/polaris";

import { CustomerDifferences } from "~/components/compare/CustomerDifferences";
import { ReconciliationCard } from "~/components/compare/ReconciliationCard";
import { useMarkVisited } from "~/components/home/visited";
import { useFormat } from "~/components/ShopFormatContext";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { compareWithShopify } from "~/customers/compare.server";
import { readScoring } from "~/customers/scoredState.server";
import { customersThatDiffer } from "~/customers/shopifyFigures.server";
import { readShop } from "~/customers/shopSettings.server";
import { lastSyncBegan } from "~/history/lastSync.server";
import { readShopifyCounts } from "~/shopify/admin/counts.server";
import { AdminApiError } from "~/shopify/admin/errors";
import { adminClient } from "~/shopify/admin/shopClient.server";
import { authenticate } from "~/shopify/app.server";
import { AccessLostError, TokenRefreshError } from "~/shopify/tokens.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

const customersShown = 20;
/** A page is not held longer than this by a Shopify that throttles or is down. */
const patienceMs = 10_000;

/** Why Shopify may not be asked just now. The page is worth having without its counts. */
const unanswered = [AdminApiError, AccessLostError, TokenRefreshError];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const warehouse = await openWarehouse(session.shop);
  const [{ ordersVisibleSince }, syncedAt, scoring] = await Promise.all([
    readShop(session.shop),
    lastSyncBegan(session.shop),
    readScoring(warehouse),
  ]);
  if (syncedAt === null || scoring === null) return null;
  const { analysisDate } = scoring;

  const askedAt = new Date();
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(patienceMs)]);
  const shopify = await readShopifyCounts(adminClient(session.shop, signal), syncedAt).then(
    (counts) => ({ ...counts, askedAt }),
    (error: unknown) => {
      if (unanswered.some((kind) => error instanceof kind)) return null;
      throw error;
    },
  );
  const window = { syncedAt, ordersVisibleSince };
  const [lines, differences] = await Promise.all([
    compareWithShopify(warehouse, { ...scoring, ...window, shopify }),
    customersThatDiffer(warehouse, window, customersShown),
  ]);
  return {
    lines,
    differences,
    analysisDate,
    answered: shopify !== null,
    askedAt: askedAt.toISOString(),
    syncedAt: syncedAt.toISOString(),
  };
}

export default function Compare() {
  const data = useLoaderData<typeof loader>();
  const { revalidate, state } = useRevalidator();
  const format = useFormat();
  useMarkVisited("compare");
  if (data === null) return <WaitingForHistory title="Compare with Shopify" />;
  const { lines, differences, analysisDate, answered, askedAt, syncedAt } = data;
  return (
    <Page
      title="Compare with Shopify"
      subtitle="Every difference by its reason"
      backAction={{ content: "Home", url: "/app" }}
      secondaryActions={[
        {
          content: "Ask Shopify again",
          loading: state === "loading",
          onAction: () => {
            revalidate();
          },
        },
      ]}
    >
      <BlockStack gap="400">
        {answered ? null : (
          <Banner tone="warning" title="Shopify did not answer">
            <p>
              Its counts of customers and orders are missing below; everything else is from what was stored at
              the last sync. Ask again in a minute; if that does not help, open Quintile anew from the Shopify
              admin.
            </p>
          </Banner>
        )}
        {lines.map((line) => (
          <ReconciliationCard key={line.figure} line={line} />
        ))}
        <CustomerDifferences rows={differences.rows} total={differences.total} />
        <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockEnd="400">
          <Text as="p" variant="bodySm" tone="subdued" alignment="center">
            {`${answered ? `Shopify's counts as of ${format.time(askedAt)}; customer` : "Customer"} pages as of the sync of ${format.time(syncedAt)}. Quintile's numbers as of ${format.day(analysisDate)}, by your settings.`}
          </Text>
        </Box>
      </BlockStack>
    </Page>
  );
}
