import { Box, Card, IndexTable, Text } from "@shopify/polaris";

import type { CustomerDifference } from "~/customers/figures";

import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";

/** The customers whose numbers at Shopify do not follow from their orders: where to look when a total does not add up. */
export function CustomerDifferences({ rows, total }: { rows: readonly CustomerDifference[]; total: number }) {
  const format = useFormat();
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="300">
        <Text as="h2" variant="headingMd">
          Customers whose numbers differ
        </Text>
        <Text as="p" tone="subdued">
          {total === 0
            ? "None: each customer's orders and amount spent at Shopify follow from the orders that are stored here."
            : `${format.count(total)} ${plural(total, "customer")}; the largest differences first. Tests are left out on both sides.`}
        </Text>
      </Box>
      {total === 0 ? null : (
        <IndexTable
          resourceName={{ singular: "customer", plural: "customers" }}
          itemCount={rows.length}
          selectable={false}
          headings={[
            { title: "Customer" },
            { title: "Orders at Shopify", alignment: "end" },
            { title: "Orders stored", alignment: "end" },
            { title: "Spent at Shopify", alignment: "end" },
            { title: "Spent by stored orders", alignment: "end" },
          ]}
        >
          {rows.map((row, index) => (
            <IndexTable.Row key={row.customerId} id={row.customerId} position={index}>
              <IndexTable.Cell>{row.name ?? `Customer ${row.customerId}`}</IndexTable.Cell>
              <Figure value={format.count(row.shopifyOrders)} />
              <Figure value={format.count(row.orders)} />
              <Figure value={format.money(row.shopifySpent)} />
              <Figure value={format.money(row.spent)} />
            </IndexTable.Row>
          ))}
        </IndexTable>
      )}
    </Card>
  );
}

function Figure({ value }: { value: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {value}
      </Text>
    </IndexTable.Cell>
  );
}
