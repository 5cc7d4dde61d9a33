import type { AdminContext } from "../context";

/**
 * How fields are answered that are not simply a property of the store's object, by `Type.field`. The schema has
 * already checked source and arguments, so each entry names the types it gets.
 */
export type ResolverTable = Record<string, (source: never, args: never, context: AdminContext) => unknown>;

/** Fields that answer a connection: their rows, which a query pages through and a bulk operation takes whole. */
export type ConnectionTable = Record<
  string,
  (source: never, args: never, context: AdminContext) => RowsOfAnyType
>;

/** `SortedRows` of a row type that the table does not tell. */
interface RowsOfAnyType {
  rows: readonly { id: string }[];
  sortValue: (row: never) => string | number;
}

export interface SearchArgs {
  query?: string | null;
  sortKey?: string;
  savedSearchId?: string | null;
}

export interface CountArgs extends SearchArgs {
  limit?: number | null;
}

/** The number behind a global id of any kind, as `legacyResourceId` shows it. */
export function legacyResourceId(source: { id: string }): string {
  return source.id.slice(source.id.lastIndexOf("/") + 1);
}
