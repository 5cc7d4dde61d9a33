import type { z } from "zod";

import type { checkoutEdit, newCheckout } from "../control/checkouts";
import type { consentInput } from "../control/customers/consent";
import type { newCustomer } from "../control/customers/createCustomer";
import type { CustomerFields } from "../control/customers/customerInput";
import type { tagsInput } from "../control/customers/tags";
import type { cancelInput } from "../control/orders/cancelOrder";
import type { orderEditInput } from "../control/orders/editOrder";
import type { fulfilInput, fulfillmentEdit } from "../control/orders/fulfilOrder";
import type { newOrder } from "../control/orders/placeOrder";
import type { refundInput } from "../control/orders/refundOrder";
import type { newProduct, productEdit } from "../control/products";

/** One thing that a merchant or a buyer does, as data: what the control endpoint of its kind takes. */
export type Change =
  | { kind: "placeOrder"; input: z.infer<typeof newOrder> }
  | { kind: "firstOrder"; customer: z.infer<typeof newCustomer>; input: z.infer<typeof newOrder> }
  | { kind: "refundOrder"; id: string; input: z.infer<typeof refundInput> }
  | { kind: "cancelOrder"; id: string; input: z.infer<typeof cancelInput> }
  | { kind: "editOrder"; id: string; input: z.infer<typeof orderEditInput> }
  | { kind: "payOrder"; id: string }
  | { kind: "fulfilOrder"; id: string; input: z.infer<typeof fulfilInput> }
  | { kind: "editFulfillment"; id: string; input: z.infer<typeof fulfillmentEdit> }
  | { kind: "tagOrder"; id: string; tags: string[] }
  | { kind: "deleteOrder"; id: string }
  | { kind: "createCustomer"; customer: z.infer<typeof newCustomer> }
  | { kind: "editCustomer"; id: string; input: CustomerFields }
  | { kind: "changeTags"; id: string; input: z.infer<typeof tagsInput> }
  | { kind: "setConsent"; id: string; input: z.infer<typeof consentInput> }
  | { kind: "deleteCustomer"; id: string }
  | { kind: "mergeCustomers"; id: string; deletedId: string; touchesMoved: boolean }
  | { kind: "createProduct"; input: z.infer<typeof newProduct> }
  | { kind: "editProduct"; id: string; input: z.infer<typeof productEdit> }
  | { kind: "deleteProduct"; id: string }
  | { kind: "createCheckout"; input: z.infer<typeof newCheckout> }
  | { kind: "editCheckout"; id: string; input: z.infer<typeof checkoutEdit> }
  | { kind: "completeCheckout"; id: string }
  | { kind: "deleteCheckout"; id: string };

export type ChangeKind = Change["kind"];

/** How often each is done, against the others. As in a shop, most of it is orders and parcels. */
export const usualWeights: Readonly<Record<ChangeKind, number>> = {
  placeOrder: 250,
  firstOrder: 100,
  refundOrder: 60,
  cancelOrder: 20,
  editOrder: 25,
  payOrder: 25,
  fulfilOrder: 130,
  editFulfillment: 80,
  tagOrder: 15,
  deleteOrder: 4,
  createCustomer: 40,
  editCustomer: 40,
  changeTags: 45,
  setConsent: 50,
  deleteCustomer: 4,
  mergeCustomers: 6,
  createProduct: 4,
  editProduct: 15,
  deleteProduct: 2,
  createCheckout: 50,
  editCheckout: 20,
  completeCheckout: 25,
  deleteCheckout: 4,
};
