import { EmptySearchResult, IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import type { IndexTableProps } from "@shopify/polaris";
import type { ReactNode } from "react";

import styles from "./CustomerIndexTable.module.css";
import type { SortBy } from "./SortField";

export interface Column<Sort extends string> {
  readonly title: string;
  readonly sort?: Sort;
  readonly end?: true;
}

/** What any row says of its customer. */
interface Person {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
}

/** What a page of customers is drawn by, whatever else is told of them. */
export interface PageOfCustomers<Sort extends string> {
  readonly sort: SortBy<Sort>;
  readonly onSort: (sort: SortBy<Sort>) => void;
  readonly pagination: IndexTableProps["pagination"];
  readonly loading: boolean;
  /** What to draw before the width is known. */
  readonly phone: boolean;
}

/**
 * One page of customers: who and where, then `columns`. Sorting, searching and paging happen on the server; the address
 * holds their state.
 */
export function CustomerIndexTable<Row extends Person, Sort extends string>({
  noun,
  rows,
  columns,
  cells,
  detail,
  figures,
  sort,
  onSort,
  pagination,
  loading,
  phone,
}: PageOfCustomers<Sort | "name"> & {
  noun: "customer" | "member";
  rows: readonly Row[];
  columns: readonly Column<Sort | "name">[];
  /** The cells of `columns`. */
  cells: (row: Row) => ReactNode;
  /** On a phone: the line below who and where. */
  detail: (row: Row) => string;
  /** On a phone: at the end of the row. */
  figures: (row: Row) => ReactNode;
}) {
  const { smDown } = useBreakpoints({ defaults: { smDown: phone } });
  const first: Column<Sort | "name"> = { title: "Customer", sort: "name" };
  const others: readonly Column<Sort | "name">[] = [{ title: "Location" }, ...columns];
  const all = [first, ...others];
  const sortIndex = all.findIndex((column) => column.sort === sort.by);
  return (
    <IndexTable
      resourceName={{ singular: noun, plural: `${noun}s` }}
      itemCount={rows.length}
      selectable={false}
      condensed={smDown}
      loading={loading}
      headings={[heading(first), ...others.map(heading)]}
      sortable={all.map((column) => column.sort !== undefined)}
      sortColumnIndex={sortIndex === -1 ? undefined : sortIndex}
      sortDirection={sort.direction}
      defaultSortDirection="descending"
      onSort={(index, direction) => {
        const by = all[index]?.sort;
        if (by !== undefined) onSort({ by, direction });
      }}
      pagination={pagination}
      emptyState={
        <EmptySearchResult
          title={`No ${noun} matches`}
          description="Search looks at names, email addresses and cities. Try fewer letters, or clear the search."
          withIllustration
        />
      }
    >
      {rows.map((row, position) => (
        <IndexTable.Row key={row.customerId} id={row.customerId} position={position}>
          {smDown ? (
            <div className={styles.phoneRow}>
              <div className={styles.who}>
                <Text as="p" fontWeight="medium" truncate>
                  <CustomerLink row={row} />
                </Text>
                <Text as="p" variant="bodySm" tone="subdued" truncate>
                  {[row.name === null ? null : row.email, locationOf(row)]
                    .filter((part) => part !== null && part !== "")
                    .join(", ")}
                </Text>
                <Text as="p" variant="bodySm" tone="subdued">
                  {detail(row)}
                </Text>
              </div>
              <div className={styles.much}>{figures(row)}</div>
            </div>
          ) : (
            <>
              <IndexTable.Cell>
                <Text as="p" fontWeight="medium">
                  <CustomerLink row={row} />
                </Text>
                {row.email === null || row.name === null ? null : (
                  <Text as="p" variant="bodySm" tone="subdued">
                    {row.email}
                  </Text>
                )}
              </IndexTable.Cell>
              <IndexTable.Cell>{locationOf(row)}</IndexTable.Cell>
              {cells(row)}
            </>
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function CustomerLink({ row }: { row: Person }) {
  return (
    <Link url={`/app/customers/${row.customerId}`} monochrome>
      {nameOf(row)}
    </Link>
  );
}

/** A cell of a figure. */
export function FigureCell({ children }: { children: ReactNode }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {children}
      </Text>
    </IndexTable.Cell>
  );
}

/** A cell of a fact with something to add below it. */
export function FactCell({ fact, more }: { fact: string; more: string | null }) {
  return (
    <IndexTable.Cell>
      <Text as="p">{fact}</Text>
      {more === null ? null : (
        <div className={styles.more}>
          <Text as="p" variant="bodySm" tone="subdued">
            {more}
          </Text>
        </div>
      )}
    </IndexTable.Cell>
  );
}

function heading({ title, end }: Column<string>) {
  return { title, alignment: end === true ? ("end" as const) : ("start" as const) };
}

/** What to call somebody whose name may not be known. */
export function nameOf(row: Pick<Person, "customerId" | "name" | "email">): string {
  const known = [row.name, row.email].find((text) => text !== null && text.trim() !== "");
  return known ?? `Customer ${row.customerId}`;
}

function locationOf(row: Person): string {
  return [row.city, row.countryCode].filter((part) => part !== null).join(", ");
}
