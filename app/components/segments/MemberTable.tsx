import { EmptySearchResult, IndexTable, Text, useBreakpoints } from "@shopify/polaris";
import type { IndexTableProps } from "@shopify/polaris";

import { groupWordings } from "~/customers/groups";
import { enteredBecause } from "~/segments/members/causeWording";
import type { MemberListRow, MemberPage, MemberSort } from "~/segments/members/memberList";

import { customerSortWords, type SortBy, type SortWords } from "../customers/SortField";
import { plural } from "../format";
import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import styles from "./MemberTable.module.css";

interface Column {
  readonly title: string;
  readonly sort?: MemberSort;
  readonly end?: true;
}

const columns: readonly [Column, ...Column[]] = [
  { title: "Customer", sort: "name" },
  { title: "Location" },
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

/** One page of a segment's members. Sorting, searching and paging happen on the server; the address holds their state. */
export function MemberTable({
  page,
  sort,
  onSort,
  pagination,
  loading,
  phone,
}: {
  page: MemberPage;
  sort: SortBy<MemberSort>;
  onSort: (sort: SortBy<MemberSort>) => void;
  pagination: IndexTableProps["pagination"];
  loading: boolean;
  /** What to draw before the width is known. */
  phone: boolean;
}) {
  const format = useFormat();
  const { smDown } = useBreakpoints({ defaults: { smDown: phone } });
  const sortIndex = columns.findIndex((column) => column.sort === sort.by);
  const Row = smDown ? PhoneRow : WideRow;
  return (
    <IndexTable
      resourceName={{ singular: "member", plural: "members" }}
      itemCount={page.rows.length}
      selectable={false}
      condensed={smDown}
      loading={loading}
      headings={[heading(columns[0]), ...columns.slice(1).map(heading)]}
      sortable={columns.map((column) => column.sort !== undefined)}
      sortColumnIndex={sortIndex === -1 ? undefined : sortIndex}
      sortDirection={sort.direction}
      defaultSortDirection="descending"
      onSort={(index, direction) => {
        const by = columns[index]?.sort;
        if (by !== undefined) onSort({ by, direction });
      }}
      pagination={pagination}
      emptyState={
        <EmptySearchResult
          title="No member matches"
          description="Search looks at names, email addresses and cities. Try fewer letters, or clear the search."
          withIllustration
        />
      }
    >
      {page.rows.map((row, index) => (
        <Row key={row.customerId} row={row} position={index} format={format} />
      ))}
    </IndexTable>
  );
}

interface RowProps {
  readonly row: MemberListRow;
  readonly position: number;
  readonly format: ShopFormat;
}

function WideRow({ row, position, format }: RowProps) {
  return (
    <IndexTable.Row id={row.customerId} position={position}>
      <IndexTable.Cell>
        <Text as="p" fontWeight="medium">
          {nameOf(row)}
        </Text>
        {row.email === null || row.name === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {row.email}
          </Text>
        )}
      </IndexTable.Cell>
      <IndexTable.Cell>{locationOf(row)}</IndexTable.Cell>
      <IndexTable.Cell>{row.group === null ? "–" : groupWordings[row.group].name}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p">{row.lastOrderOn === null ? "–" : format.day(row.lastOrderOn)}</Text>
        {row.daysSinceLastOrder === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {format.daysAgo(row.daysSinceLastOrder)}
          </Text>
        )}
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p">{format.dayOf(row.enteredAt)}</Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {enteredBecause[row.cause]}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.count(row.orders)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.money(row.spend)}
        </Text>
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

function PhoneRow({ row, position, format }: RowProps) {
  const since = `Since ${format.dayOf(row.enteredAt)}: ${enteredBecause[row.cause]}`;
  return (
    <IndexTable.Row id={row.customerId} position={position}>
      <div className={styles.phoneRow}>
        <div className={styles.who}>
          <Text as="p" fontWeight="medium" truncate>
            {nameOf(row)}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued" truncate>
            {[row.name === null ? null : row.email, locationOf(row)]
              .filter((part) => part !== null && part !== "")
              .join(", ")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {since}
          </Text>
        </div>
        <div className={styles.much}>
          <Text as="p" numeric alignment="end">
            {format.money(row.spend)}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued" alignment="end">
            {`${format.count(row.orders)} ${plural(row.orders, "order")}`}
          </Text>
        </div>
      </div>
    </IndexTable.Row>
  );
}

function heading({ title, end }: Column) {
  return { title, alignment: end === true ? ("end" as const) : ("start" as const) };
}

function nameOf(row: MemberListRow): string {
  return row.name ?? row.email ?? `Customer ${row.customerId}`;
}

function locationOf(row: MemberListRow): string {
  return [row.city, row.countryCode].filter((part) => part !== null).join(", ");
}
