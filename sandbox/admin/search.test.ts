import { describe, expect, it } from "vitest";

import type { AdminCustomer, AdminOrder } from "../stores/store";
import { compileSearch, type SearchFilters } from "./search";
import { customerFilters, orderFilters } from "./searchFilters";
import { tinyOrder, tinyStore } from "./testing/tinyStore";

const store = tinyStore();
const context = { timeZone: "America/New_York" };

/** Numbers of what a search finds. */
function found<Row extends { id: string }>(
  rows: Row[],
  filters: SearchFilters<Row>,
  query: string,
): number[] {
  return rows
    .filter(compileSearch("orders", query, filters, context))
    .map(({ id }) => Number(id.slice(id.lastIndexOf("/") + 1)));
}
const orders = (query: string, rows: AdminOrder[] = store.orders): number[] =>
  found(rows, orderFilters, query);
const customers = (query: string): number[] => found<AdminCustomer>(store.customers, customerFilters, query);

describe("search syntax", () => {
  it.each([
    ["test:true", [103]],
    ["test:false created_at:>=2026-11-01", [101, 102]],
    ["test:false AND created_at:>='2026-11-12T12:00:00Z'", [102]],
    ["created_at:>'2026-11-12T12:00:00Z'", [103]],
    ["created_at:<'2026-11-10T12:00:00Z'", [100]],
    ["created_at:<='2026-11-10T12:00:00Z'", [100, 101]],
    ['created_at:<="2026-11-10T07:00:00-05:00"', [100, 101]],
    ["id:101 OR id:103", [101, 103]],
    ["id:>101", [102, 103]],
    ["customer_id:1", [100, 101]],
    ["customer_id:gid://shopify/Customer/2", [103]],
    ["NOT customer_id:1", [102, 103]],
    ["-customer_id:1 test:false", [102]],
    ["(id:100 OR id:101) AND NOT id:100", [101]],
    ["id:100 OR id:101 test:true", [100]],
    ["status:open", [100, 101, 102, 103]],
    ["financial_status:paid sku:CUP-1012", [101]],
    ["current_total_price:>10.00", [101]],
    ["name:#102", [102]],
  ])("%s", (query, expected) => {
    expect(orders(query)).toEqual(expected);
  });

  it("compares ids as numbers and tags without case", () => {
    expect(customers("id:>2")).toEqual([10]);
    expect(customers("tag:vip")).toEqual([1]);
    expect(customers("email:ADA2@example.com")).toEqual([2]);
    expect(customers("orders_count:>=1")).toEqual([1]);
  });

  it("means the shop's own day by a date without time", () => {
    // 2026-11-12 in New York is from 05:00 UTC to the next day's 05:00 UTC; in March the clocks go forward.
    const at = (createdAt: string, number: number): AdminOrder => tinyOrder(number, { createdAt });
    const rows = [
      at("2026-11-12T04:59:59Z", 1),
      at("2026-11-12T05:00:00Z", 2),
      at("2026-11-13T04:59:59Z", 3),
      at("2026-11-13T05:00:00Z", 4),
    ];
    expect(orders("created_at:2026-11-12", rows)).toEqual([2, 3]);
    expect(orders("created_at:>2026-11-12", rows)).toEqual([4]);
    expect(orders("created_at:<=2026-11-12", rows)).toEqual([1, 2, 3]);
    expect(orders("created_at:<2026-11-12", rows)).toEqual([1]);
    const spring = [
      at("2026-03-08T04:59:59Z", 1),
      at("2026-03-08T05:00:00Z", 2),
      at("2026-03-09T03:59:59Z", 3),
      at("2026-03-09T04:00:00Z", 4),
    ];
    expect(orders("created_at:2026-03-08", spring)).toEqual([2, 3]);
  });

  it("refuses a filter that it does not know instead of ignoring it", () => {
    expect(() => orders("fulfillment_status:shipped")).toThrow(
      'The sandbox has no implementation of the search filter "fulfillment_status" of orders',
    );
    expect(() => orders("constructor:x")).toThrow("no implementation");
  });

  it.each([
    ["created_at:>=not-a-date", "Invalid timestamp for query filter `created_at`."],
    ["created_at:2026-13-01", "Invalid timestamp for query filter `created_at`."],
    ["test:maybe", "Invalid boolean"],
    ["id:abc", "Invalid id"],
    ["status:any", "Invalid value"],
    ["tag:>vip", "cannot be compared with >"],
    ["tag:v*", "wildcards"],
    ["hello world", "is not a condition on a field"],
    ["(test:true", "a bracket is not closed"],
    ["test:true)", "a bracket is not opened"],
    ["test:true AND", "a condition is missing"],
    ["OR test:true", "a condition is missing"],
  ])("refuses %s", (query, message) => {
    expect(() => orders(query)).toThrow(message);
  });
});
