import { zero } from "../../../stores/moneyBags";
import type { AdminLineItem } from "../../../stores/store";
import type { ShopState } from "../../state";
import { priced } from "./amounts";
import { discountAllocations } from "./discounts";
import { numberOf } from "./numbers";
import { soldProduct } from "./soldProduct";

/** A line of an order. */
export function lineItemPayload(shop: ShopState, line: AdminLineItem) {
  const sold = soldProduct(shop, line);
  return {
    id: numberOf(line.id),
    admin_graphql_api_id: line.id,
    title: line.title,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    variant_title: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    ...sold,
    product_exists: sold.product_id !== null,
    variant_inventory_management: null,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    fulfillable_quantity: line.currentQuantity,
    fulfillment_service: "manual",
    fulfillment_status: null,
    gift_card: line.isGiftCard,
    grams: 0,
    requires_shipping: !line.isGiftCard,
    taxable: !line.isGiftCard,
    ...priced("price", line.originalUnitPriceSet),
    // Discounts of the line itself; the order's are in the allocations.
    ...priced("total_discount", zero(line.discountedTotalSet)),
    discount_allocations: discountAllocations(line),
    attributed_staffs: [],
    duties: [],
    properties: [],
    sales_line_item_group_id: null,
    tax_lines: [],
  };
}
