import { useSearchParams } from "@remix-run/react";
import type { IndexTableProps } from "@shopify/polaris";

import { useFormat } from "../ShopFormatContext";

/** Of a list whose state the address holds. */
export interface ListState {
  readonly sort: string;
  readonly direction: string;
  readonly search: string;
  /** From 1. */
  readonly page: number;
}

export const listPageSize = 50;

/** Changes a list's state in the address, and leads from page to page. */
export function useListAddress(list: ListState, rows: { readonly shown: number; readonly total: number }) {
  const format = useFormat();
  const [, setSearchParams] = useSearchParams();
  // Shopify's own parameters (host, shop, …) stay in the address.
  const change = (changes: Partial<Record<keyof ListState, string>>) => {
    setSearchParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (changes.page === undefined) next.delete("page");
        for (const [name, value] of Object.entries(changes)) {
          if (value === "") next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  const first = (list.page - 1) * listPageSize + 1;
  const last = first + rows.shown - 1;
  const pages = Math.ceil(rows.total / listPageSize);
  const pagination: IndexTableProps["pagination"] =
    pages <= 1 && list.page === 1
      ? undefined
      : {
          label:
            rows.shown === 0
              ? undefined
              : `${format.count(first)}–${format.count(last)} of ${format.count(rows.total)}`,
          hasPrevious: list.page > 1,
          hasNext: last < rows.total,
          onPrevious: () => {
            change({ page: String(Math.min(list.page - 1, Math.max(pages, 1))) });
          },
          onNext: () => {
            change({ page: String(list.page + 1) });
          },
        };
  return { change, pagination };
}
