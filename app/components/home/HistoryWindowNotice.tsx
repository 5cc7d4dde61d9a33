import { Banner, BlockStack } from "@shopify/polaris";

import { useFormat } from "../ShopFormatContext";

/** Shown while the app's scopes hide older orders: what is missing, what that does to the figures, and how to get it. */
export function HistoryWindowNotice({ ordersVisibleSince }: { ordersVisibleSince: string }) {
  const format = useFormat();
  return (
    <Banner
      tone="warning"
      title={`Only orders since ${format.dayOf(ordersVisibleSince)} are visible to Quintile`}
    >
      <BlockStack gap="200">
        <p>
          Shopify shows an app the last 60 days of orders unless it may read all of them. Until then, older
          orders are missing from every figure here, and customers who last ordered earlier do not appear as
          buyers.
        </p>
        <p>
          To change this, ask for the <strong>read_all_orders</strong> scope: in the Partner Dashboard open
          the app, then API access, and request “Read all orders”. When Shopify has granted it, open Quintile
          again and sync.
        </p>
      </BlockStack>
    </Banner>
  );
}
