import { IndexTable, Text } from "@shopify/polaris";

import { groupWordings } from "~/customers/groups";
import { enteredBecause } from "~/segments/members/causeWording";
import type { MemberListRow, MemberPage, MemberSort } from "~/segments/members/memberList";

import {
  CustomerIndexTable,
  FactCell,
  FigureCell,
  type Column,
  type PageOfCustomers,
  nameOf,
} from "../customers/CustomerIndexTable";
import { customerSortWords, type SortWords } from "../customers/SortField";
import { WhyButton } from "../explain/WhyButton";
import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";

const columns: readonly Column<MemberSort>[] = [
  { title: "RFM group" },
  { title: "Last order", sort: "last_order" },
  { title: "In segment since", sort: "entered" },
  { title: "Orders", sort: "orders", end: true },
  { title: "Spent", sort: "spend", end: true },
  { title: "Why", end: true },
];

export const memberSortWords: SortWords<MemberSort> = {
  ...customerSortWords,
  entered: { descending: "Newest members first", ascending: "Oldest members first" },
};

/** One page of a segment's members, each with the reason why they are in it. */
export function MemberTable({
  page,
  segmentId,
  ...list
}: PageOfCustomers<MemberSort> & { page: MemberPage; segmentId: number }) {
  const format = useFormat();
  const why = (row: MemberListRow) => (
    <WhyButton
      segmentId={segmentId}
      customerId={row.customerId}
      about={`Why ${nameOf(row)} is in this segment`}
    />
  );
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
          <FigureCell>{why(row)}</FigureCell>
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
          {why(row)}
        </>
      )}
    />
  );
}
