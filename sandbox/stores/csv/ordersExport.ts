import { column, exportAmount, fail, readRows, requiredColumn, type Location, type Row } from "./csvTable";

export const orderColumns = {
  id: column("Id"),
  name: requiredColumn("Name"),
  email: requiredColumn("Email"),
  financialStatus: requiredColumn("Financial Status"),
  fulfillmentStatus: column("Fulfillment Status"),
  fulfilledAt: column("Fulfilled at"),
  paidAt: column("Paid at"),
  acceptsMarketing: column("Accepts Marketing"),
  currency: requiredColumn("Currency"),
  subtotal: requiredColumn("Subtotal"),
  shipping: requiredColumn("Shipping"),
  taxes: requiredColumn("Taxes"),
  total: requiredColumn("Total"),
  discountCode: column("Discount Code"),
  discountAmount: column("Discount Amount"),
  createdAt: requiredColumn("Created at"),
  lineQuantity: requiredColumn("Lineitem quantity"),
  lineName: requiredColumn("Lineitem name"),
  linePrice: requiredColumn("Lineitem price"),
  lineSku: column("Lineitem sku"),
  lineDiscount: column("Lineitem discount"),
  vendor: column("Vendor"),
  billingName: column("Billing Name"),
  shippingAddress1: column("Shipping Address1"),
  shippingAddress2: column("Shipping Address2"),
  shippingCity: column("Shipping City"),
  shippingZip: column("Shipping Zip"),
  shippingProvince: column("Shipping Province"),
  shippingProvinceName: column("Shipping Province Name"),
  shippingCountry: column("Shipping Country"),
  cancelledAt: column("Cancelled at", "Canceled at"),
  refundedAmount: column("Refunded Amount"),
  outstandingBalance: column("Outstanding Balance"),
  tags: column("Tags"),
  source: column("Source"),
};

export type OrderRow = Row<keyof typeof orderColumns>;

/** An order as exported: the row with the order's own columns, and a line of each row. */
export interface ExportedOrder {
  row: OrderRow;
  lines: ExportedLine[];
}

export interface ExportedLine {
  name: string;
  sku: string;
  vendor: string;
  quantity: number;
  /** Minor units. */
  unitPrice: number;
  /** Minor units, of the whole line. */
  discount: number;
}

/**
 * The orders of orders exports, in the files' order. The rows after an order's first hold only its name and a line;
 * Shopify splits large exports into several files, so they may come in the next one. Throws when an order comes twice or
 * the files hold more than one currency.
 */
export async function readOrdersExports(files: readonly string[]): Promise<ExportedOrder[]> {
  const orders = new Map<string, ExportedOrder>();
  for (const file of files) {
    for await (const row of readRows(file, orderColumns)) {
      if (row.name === "") fail(row.at, `"Name" is empty: every row of an orders export names its order.`);
      const known = orders.get(row.name);
      const isFirstRow = row.createdAt !== "";
      if (isFirstRow && known) {
        fail(
          row.at,
          `order ${row.name} is already in ${place(known.row.at)}. Remove the part that was exported twice.`,
        );
      }
      if (!isFirstRow && !known) {
        fail(row.at, `the first row of order ${row.name} is missing; give the exported files all together.`);
      }
      const order = known ?? { row, lines: [] };
      if (!known) orders.set(row.name, order);
      if (row.lineName !== "") order.lines.push(lineOf(row, order.row.currency));
    }
  }
  const [first, ...others] = orders.values();
  const foreign = others.find(({ row }) => row.currency !== first?.row.currency);
  if (first && foreign) {
    fail(
      foreign.row.at,
      `amounts are in ${foreign.row.currency}, those in ${place(first.row.at)} in ${first.row.currency}. ` +
        "Export the orders in the shop's currency.",
    );
  }
  return [...orders.values()];
}

function lineOf(row: OrderRow, currency: string): ExportedLine {
  if (!/^\d+$/.test(row.lineQuantity)) fail(row.at, `"Lineitem quantity" is not a whole number.`);
  return {
    name: row.lineName,
    sku: row.lineSku,
    vendor: row.vendor,
    quantity: Number(row.lineQuantity),
    unitPrice: exportAmount(row, "Lineitem price", row.linePrice, currency),
    discount: exportAmount(row, "Lineitem discount", row.lineDiscount, currency),
  };
}

function place({ file, line }: Location): string {
  return `${file}:${String(line)}`;
}
