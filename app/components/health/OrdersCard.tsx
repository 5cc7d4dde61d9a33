import { BlockStack, Text } from "@shopify/polaris";

import type { OrderFates } from "~/history/health/health";

import { reasonWording } from "../compare/reasonWording";
import { plural, type ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { type CountRow, CountTable } from "./CountTable";
import { HealthCard } from "./HealthCard";
import { PartOnPage } from "./PartOnPage";
import { useHealthPart } from "./useHealthPart";

/** Which orders count, and why the others do not. */
export function OrdersCard({ version }: { version: string | null }) {
  const format = useFormat();
  return (
    <HealthCard
      title="Orders in your figures"
      about="Every order that is stored counts, or is left out for one reason."
    >
      <PartOnPage part={useHealthPart("orders", version)} lines={6}>
        {(fates) => (
          <BlockStack gap="300">
            <CountTable caption="Stored orders, by what became of them" rows={rowsOf(fates)} />
            {fates.hidden === null ? null : <Hidden hidden={fates.hidden} format={format} />}
          </BlockStack>
        )}
      </PartOnPage>
    </HealthCard>
  );
}

function rowsOf({ stored, counted, leftOut }: OrderFates): CountRow[] {
  return [
    { id: "counted", title: "Counted", count: counted },
    ...leftOut.map(({ reason, orders }): CountRow => {
      const { title, why, setting } = reasonWording[reason];
      return {
        ...{ id: reason, title, text: why, count: orders },
        ...(setting !== null && { link: { label: "Open the setting", to: `/app/settings#${setting}` } }),
      };
    }),
    { id: "stored", title: "All stored orders", count: stored, isSum: true },
  ];
}

function Hidden({
  hidden: { orders, customers, before },
  format,
}: {
  hidden: NonNullable<OrderFates["hidden"]>;
  format: ShopFormat;
}) {
  const many =
    orders === 0
      ? "By its own numbers of orders, it hides none from before that."
      : `By its own numbers it hides ${format.count(orders)} ${plural(orders, "order")} of ${format.count(customers)} ${plural(customers, "customer")} from before that.`;
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {`Shopify shows Quintile orders since ${format.dayOf(before)} only, until it may read all orders (read_all_orders). ${many}`}
    </Text>
  );
}
