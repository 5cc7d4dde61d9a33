import { IndexTable, Text } from "@shopify/polaris";

import type { CustomerListRow, CustomerPage, CustomerSort, ScoringFacts } from "~/customers/figures";

import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";
import {
  CustomerIndexTable,
  FactCell,
  FigureCell,
  type Column,
  type PageOfCustomers,
} from "./CustomerIndexTable";
import { ScoreBadge } from "./ScoreBadge";
import type { SortBy } from "./SortField";

export type TableSort = SortBy<CustomerSort>;

const columns: readonly Column<CustomerSort>[] = [
  { title: "Last order", sort: "last_order" },
  { title: "Orders", sort: "orders", end: true },
  { title: "Spent", sort: "spend", end: true },
  { title: "Average order", end: true },
  { title: "Scores", end: true },
];

/** One page of a group's customers. */
export function CustomerTable({
  page,
  scoring,
  ...list
}: PageOfCustomers<CustomerSort> & { page: CustomerPage; scoring: ScoringFacts }) {
  const format = useFormat();
  const daysAgo = ({ daysSinceLastOrder }: CustomerListRow) =>
    daysSinceLastOrder === null ? "" : format.daysAgo(daysSinceLastOrder);
  return (
    <CustomerIndexTable
      {...list}
      noun="customer"
      rows={page.rows}
      columns={columns}
      cells={(row) => (
        <>
          <FactCell fact={row.lastOrderOn === null ? "–" : format.day(row.lastOrderOn)} more={daysAgo(row)} />
          <FigureCell>{format.count(row.orders)}</FigureCell>
          <FigureCell>{format.money(row.spend)}</FigureCell>
          <FigureCell>
            {row.averageOrderValue === null ? "–" : format.money(row.averageOrderValue)}
          </FigureCell>
          <IndexTable.Cell>
            <Text as="span" alignment="end">
              <ScoreBadge row={row} scoring={scoring} />
            </Text>
          </IndexTable.Cell>
        </>
      )}
      detail={(row) => `${format.count(row.orders)} ${plural(row.orders, "order")}, last ${daysAgo(row)}`}
      figures={(row) => (
        <>
          <Text as="p" numeric alignment="end">
            {format.money(row.spend)}
          </Text>
          <ScoreBadge row={row} scoring={scoring} />
        </>
      )}
    />
  );
}
