import { type EventType, folded, type Lookup } from "./event";
import { onOrder } from "./orders";

const productOfLine: Lookup = { from: "{products} p", key: "p.product_id", by: "l.product_id" };

/** What happens to products: one event a line of an order. */
export const productEvents = {
  purchased: {
    label: "Bought a product",
    explains:
      "One for each line of a counted order, returned or not: several units of one product are one line.",
    did: "bought a product",
    didNot: "did not buy any product",
    never: "never bought any product",
    having: "bought",
    notHaving: "did not buy",
    thing: "product",
    noun: ["product line", "product lines"],
    from: `{order_lines} l JOIN {orders} o ON o.order_id = l.order_id`,
    where: "{counted}",
    customer: "o.customer_id",
    time: "o.processed_at",
    shortcut: {
      from: "{order_lines} l",
      where: "l.bought_by IS NOT NULL",
      customer: "l.bought_by",
      time: "l.bought_at",
    },
    properties: {
      product: {
        label: "Product",
        noun: "product",
        object: true,
        type: "reference",
        of: "product",
        sql: "l.product_id",
      },
      variant: {
        label: "Variant",
        noun: "variant",
        object: true,
        type: "reference",
        of: "variant",
        sql: "l.variant_id",
      },
      title: {
        label: "Product title",
        explains: "As the product was called when it was ordered.",
        noun: "product title",
        phrases: { is: "titled {}" },
        type: "text",
        sql: "l.title",
        suggests: true,
      },
      sku: { label: "SKU", noun: "SKU", type: "text", sql: "l.sku", suggests: true },
      vendor: {
        label: "Vendor",
        explains: "As it was when the product was ordered.",
        noun: "vendor",
        phrases: { is: "from the vendor {}" },
        type: "text",
        sql: "l.vendor",
        suggests: true,
      },
      product_type: {
        label: "Product type",
        explains: "As the product is now. Not known of products that are gone from your store.",
        noun: "product type",
        type: "text",
        sql: "p.product_type",
        lookup: productOfLine,
        suggests: true,
      },
      product_tags: {
        label: "Product tags",
        explains: "The product's tags as they are now.",
        noun: "product tag",
        type: "tags",
        sql: folded("p.tags"),
        items: "p.tags",
        lookup: productOfLine,
        suggests: true,
      },
      collection: {
        label: "Collection",
        explains: "The collections that the product is in now, not those on the day of the order.",
        noun: "collection",
        phrases: { any: "from the collection {}" },
        type: "references",
        of: "collection",
        sql: "pc.collection_id",
        lookup: { from: "{product_collections} pc", key: "pc.product_id", by: "l.product_id" },
      },
      /** As ordered. */
      quantity: {
        label: "Quantity",
        explains: "Units as ordered, whether or not some were returned or removed since.",
        noun: "quantity",
        counted: ["unit", "units"],
        type: "count",
        sql: "l.quantity",
      },
      /** Before discounts. */
      unit_price: {
        label: "Unit price",
        explains: "The price of one unit before any discount.",
        noun: "unit price",
        type: "money",
        sql: "l.unit_price",
      },
      line_total: {
        label: "Paid for it",
        explains:
          "For all units as ordered, after discounts on this product. Discounts on the whole order and refunds stay in.",
        noun: "line total",
        spent: { all: "spent {} on products", some: "spent {} on products", of: "spent {} on" },
        type: "money",
        sql: "l.discounted_total",
      },
      line_discount: {
        label: "Discount on it",
        explains: "Discounts on this product, for all units. Discounts on the whole order are not in it.",
        noun: "line discount",
        type: "money",
        sql: "(l.unit_price * l.quantity - l.discounted_total)",
      },
      gift_card: { label: "Gift card", noun: "sold as a gift card", type: "boolean", sql: "l.is_gift_card" },
      order: { label: "Order", noun: "order", type: "reference", sql: "l.order_id" },
      channel: onOrder.channel,
    },
  },
} as const satisfies Record<string, EventType>;
