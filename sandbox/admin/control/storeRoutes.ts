import { z } from "zod";

import {
  checkoutEdit,
  completeCheckout,
  createCheckout,
  deleteCheckout,
  editCheckout,
  newCheckout,
} from "./checkouts";
import { consentInput, setConsent } from "./customers/consent";
import { createCustomer, newCustomer } from "./customers/createCustomer";
import { customerFields } from "./customers/customerInput";
import { deleteCustomer } from "./customers/deleteCustomer";
import { editCustomer } from "./customers/editCustomer";
import { mergeCustomers, mergeInput } from "./customers/mergeCustomers";
import { redactCustomer, redactShop, requestData } from "./customers/privacyRequests";
import { changeTags, tagsInput } from "./customers/tags";
import { cancelInput, cancelOrder } from "./orders/cancelOrder";
import { deleteOrder } from "./orders/deleteOrder";
import { editOrder, orderEditInput } from "./orders/editOrder";
import { editFulfillment, fulfilInput, fulfillmentEdit, fulfilOrder } from "./orders/fulfilOrder";
import { orderPatch, patchOrder } from "./orders/patchOrder";
import { payOrder } from "./orders/payOrder";
import { newOrder, placeOrder } from "./orders/placeOrder";
import { refundInput, refundOrder } from "./orders/refundOrder";
import { createProduct, deleteProduct, editProduct, newProduct, productEdit } from "./products";
import { route, routeTo, type AnyControlRoute } from "./route";
import { editShop, shopEdit } from "./shop";

const nothing = z.unknown();

/** What merchants and buyers do: each changes the store and announces it. */
export const storeRoutes: AnyControlRoute[] = [
  route("POST", "/orders", newOrder, placeOrder),
  routeTo("Order", "PATCH", "/orders/:number", orderPatch, patchOrder),
  routeTo("Order", "DELETE", "/orders/:number", nothing, deleteOrder),
  routeTo("Order", "POST", "/orders/:number/refund", refundInput, refundOrder),
  routeTo("Order", "POST", "/orders/:number/cancel", cancelInput, cancelOrder),
  routeTo("Order", "POST", "/orders/:number/edit", orderEditInput, editOrder),
  routeTo("Order", "POST", "/orders/:number/pay", nothing, payOrder),
  routeTo("Order", "POST", "/orders/:number/fulfil", fulfilInput, fulfilOrder),
  routeTo("Order", "PATCH", "/orders/:number/fulfillment", fulfillmentEdit, editFulfillment),
  route("POST", "/customers", newCustomer, createCustomer),
  routeTo("Customer", "PATCH", "/customers/:number", customerFields, editCustomer),
  routeTo("Customer", "DELETE", "/customers/:number", nothing, deleteCustomer),
  routeTo("Customer", "POST", "/customers/:number/tags", tagsInput, changeTags),
  routeTo("Customer", "POST", "/customers/:number/consent", consentInput, setConsent),
  routeTo("Customer", "POST", "/customers/:number/merge", mergeInput, mergeCustomers),
  routeTo("Customer", "POST", "/customers/:number/data-request", nothing, requestData),
  routeTo("Customer", "POST", "/customers/:number/redact", nothing, redactCustomer),
  route("POST", "/products", newProduct, createProduct),
  routeTo("Product", "PATCH", "/products/:number", productEdit, editProduct),
  routeTo("Product", "DELETE", "/products/:number", nothing, deleteProduct),
  route("POST", "/checkouts", newCheckout, createCheckout),
  routeTo("AbandonedCheckout", "PATCH", "/checkouts/:number", checkoutEdit, editCheckout),
  routeTo("AbandonedCheckout", "DELETE", "/checkouts/:number", nothing, deleteCheckout),
  routeTo("AbandonedCheckout", "POST", "/checkouts/:number/complete", nothing, completeCheckout),
  route("PATCH", "", shopEdit, editShop),
  route("POST", "/redact", nothing, redactShop),
];
