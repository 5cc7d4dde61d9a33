import { IndexTable, Text } from "@shopify/polaris";

import { groupWordings } from "~/customers/groups";
import { enteredBecause } from "~/segments/members/causeWording";
import type { MemberPage, MemberSort } from "~/segments/members/memberList";

import {
  CustomerIndexTable,
  FactCell,
  FigureCell,
  type Column,
  type PageOfCustomers,
} from "../customers/CustomerIndexTable";
import { customerSortWords, type SortWords } from "../customers/SortField";
import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";

const columns: readonly Column<MemberSort>[] = [
  { title: "RFM group" },
  { title: "Last order", sort: "last_order" },
  { title: "In segment since", sort: "entered" },
  { title: "Orders", sort: "orders", end: true },
  { title: "Spent", sort: "spend", end: true },
];

export const memberSortWords: SortWords<MemberSort> = {
  ...customerSortWords,
  entered: { descending: "Newest members first", ascending: "Oldest members first" },
};

/** One page of a segment's members. */
export function MemberTable({ page, ...list }: PageOfCustomers<MemberSort> & { page: MemberPage }) {
  const format = useFormat();
  return (
    <CustomerIndexTable
      {...list}
      noun="member"
      rows={page.rows}
      columns={columns}
      cells={(row) => (
        <>
          <IndexTable.Cell>{row.group === null ? "–" : groupWordings[row.group].name}</IndexTable.Cell>
          <FactCell
            fact={row.lastOrderOn === null ? "–" : format.day(row.lastOrderOn)}
            more={row.daysSinceLastOrder === null ? null : format.daysAgo(row.daysSinceLastOrder)}
          />
          <FactCell fact={format.dayOf(row.enteredAt)} more={enteredBecause[row.cause]} />
          <FigureCell>{format.count(row.orders)}</FigureCell>
          <FigureCell>{format.money(row.spend)}</FigureCell>
        </>
      )}
      detail={(row) => `Since ${format.dayOf(row.enteredAt)}: ${enteredBecause[row.cause]}`}
      figures={(row) => (
        <>
          <Text as="p" numeric alignment="end">
            {format.money(row.spend)}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued" alignment="end">
            {`${format.count(row.orders)} ${plural(row.orders, "order")}`}
          </Text>
        </>
      )}
    />
  );
}
