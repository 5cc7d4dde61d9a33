import { EmptySearchResult, IndexTable, Text, useBreakpoints } from "@shopify/polaris";
import type { IndexTableProps } from "@shopify/polaris";

import type { CustomerListRow, CustomerPage, CustomerSort, ScoringFacts } from "~/customers/figures";

import { plural } from "../format";
import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import styles from "./CustomerTable.module.css";
import { ScoreBadge } from "./ScoreBadge";
import type { SortBy } from "./SortField";

export type TableSort = SortBy<CustomerSort>;

interface Column {
  readonly title: string;
  readonly sort?: CustomerSort;
  readonly end?: true;
}

const columns: readonly [Column, ...Column[]] = [
  { title: "Customer", sort: "name" },
  { title: "Location" },
  { title: "Last order", sort: "last_order" },
  { title: "Orders", sort: "orders", end: true },
  { title: "Spent", sort: "spend", end: true },
  { title: "Average order", end: true },
  { title: "Scores", end: true },
];

/** One page of a group's customers. Sorting, searching and paging happen on the server; the address holds their state. */
export function CustomerTable({
  page,
  scoring,
  sort,
  onSort,
  pagination,
  loading,
  phone,
}: {
  page: CustomerPage;
  scoring: ScoringFacts;
  sort: TableSort;
  onSort: (sort: TableSort) => void;
  pagination: IndexTableProps["pagination"];
  loading: boolean;
  /** What to draw before the width is known. */
  phone: boolean;
}) {
  const format = useFormat();
  const { smDown } = useBreakpoints({ defaults: { smDown: phone } });
  const sortIndex = columns.findIndex((column) => column.sort === sort.by);
  return (
    <IndexTable
      resourceName={{ singular: "customer", plural: "customers" }}
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
          title="No customer matches"
          description="Search looks at names, email addresses and cities. Try fewer letters, or clear the search."
          withIllustration
        />
      }
    >
      {page.rows.map((row, index) =>
        smDown ? (
          <PhoneRow key={row.customerId} row={row} position={index} scoring={scoring} format={format} />
        ) : (
          <WideRow key={row.customerId} row={row} position={index} scoring={scoring} format={format} />
        ),
      )}
    </IndexTable>
  );
}

interface RowProps {
  readonly row: CustomerListRow;
  readonly position: number;
  readonly scoring: ScoringFacts;
  readonly format: ShopFormat;
}

function WideRow({ row, position, scoring, format }: RowProps) {
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
      <IndexTable.Cell>
        <Text as="p">{row.lastOrderOn === null ? "–" : format.day(row.lastOrderOn)}</Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {daysAgo(row, format)}
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
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.averageOrderValue === null ? "–" : format.money(row.averageOrderValue)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end">
          <ScoreBadge row={row} scoring={scoring} />
        </Text>
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

function PhoneRow({ row, position, scoring, format }: RowProps) {
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
            {`${format.count(row.orders)} ${plural(row.orders, "order")}, last ${daysAgo(row, format)}`}
          </Text>
        </div>
        <div className={styles.much}>
          <Text as="p" numeric alignment="end">
            {format.money(row.spend)}
          </Text>
          <ScoreBadge row={row} scoring={scoring} />
        </div>
      </div>
    </IndexTable.Row>
  );
}

function heading({ title, end }: Column) {
  return { title, alignment: end === true ? ("end" as const) : ("start" as const) };
}

function nameOf(row: CustomerListRow): string {
  return row.name ?? row.email ?? `Customer ${row.customerId}`;
}

function locationOf(row: CustomerListRow): string {
  return [row.city, row.countryCode].filter((part) => part !== null).join(", ");
}

function daysAgo(row: CustomerListRow, format: ShopFormat): string {
  return row.daysSinceLastOrder === null ? "" : format.daysAgo(row.daysSinceLastOrder);
}
