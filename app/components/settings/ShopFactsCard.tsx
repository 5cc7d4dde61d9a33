import { BlockStack, Card, Link, Text } from "@shopify/polaris";

/** What comes from Shopify and is shown here only. */
export function ShopFactsCard({ currency, timeZone }: { currency: string; timeZone: string }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="p">
          <Text as="span" fontWeight="medium">
            Timezone:
          </Text>{" "}
          {timeZone.replaceAll("_", " ")}. A day begins and ends there, so “12 days ago” means your store's
          days.
        </Text>
        <Text as="p">
          <Text as="span" fontWeight="medium">
            Currency:
          </Text>{" "}
          {currency}. Orders in other currencies count in the amount that Shopify booked in yours.
        </Text>
        <Text as="p" tone="subdued">
          Both are set in{" "}
          <Link url="shopify://admin/settings/general" target="_top">
            Shopify's general settings
          </Link>
          . After a change there, sync again.
        </Text>
        <Text as="p">
          <Link url="/app/data-health">Data health</Link> says how complete and how current your data is.
        </Text>
      </BlockStack>
    </Card>
  );
}
