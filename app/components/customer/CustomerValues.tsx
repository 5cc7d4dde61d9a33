import { BlockStack, Text } from "@shopify/polaris";

import type { CustomerProfile } from "~/customers/profile";

import { plural, type ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { Facts, type Fact } from "./Facts";

/** What somebody's counted orders come to. */
export function CustomerValues({ profile }: { profile: CustomerProfile }) {
  const format = useFormat();
  const { value, analysisDate } = profile;
  const { leftOutOrders: leftOut } = value;
  return (
    <BlockStack gap="300">
      {value.orders === 0 ? (
        <Text as="p">No order of theirs counts yet.</Text>
      ) : (
        <Facts facts={factsOf(profile, format)} look="tiles" />
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {`As of ${format.day(analysisDate)}.`}
        {leftOut === 0
          ? ""
          : ` ${format.count(leftOut)} ${plural(leftOut, "order does", "orders do")} not count; the timeline says why.`}
      </Text>
    </BlockStack>
  );
}

function factsOf({ value }: CustomerProfile, format: ShopFormat): Fact[] {
  const { orders, averageOrderValue, firstOrderOn, lastOrderOn, averageGapDays, longestGapDays } = value;
  const { discountedOrders, failedOrders, daysSinceLastOrder } = value;
  return [
    { term: "Orders", value: format.count(orders) },
    { term: "Spent", value: format.money(value.spend) },
    { term: "Average order", value: averageOrderValue === null ? "–" : format.money(averageOrderValue) },
    {
      term: "Last order",
      value: lastOrderOn === null ? "–" : format.day(lastOrderOn),
      beside: daysSinceLastOrder === null ? null : format.daysAgo(daysSinceLastOrder),
    },
    { term: "First order", value: firstOrderOn === null ? "–" : format.day(firstOrderOn) },
    {
      term: "Between orders",
      value: averageGapDays === null ? "–" : format.days(averageGapDays),
      beside:
        averageGapDays === null
          ? "known from the second day with an order on"
          : `on average${longestGapDays === null ? "" : `, ${format.days(longestGapDays)} at most`}`,
    },
    { term: "Refunded", value: format.money(value.refunded) },
    {
      term: "With a discount",
      value: format.percent(discountedOrders / orders),
      beside: `${format.count(discountedOrders)} of ${format.count(orders)} ${plural(orders, "order")}`,
    },
    ...(failedOrders === 0
      ? []
      : [
          {
            term: "Failed",
            value: format.count(failedOrders),
            beside: "cancelled by them, declined or not delivered",
          },
        ]),
  ];
}
