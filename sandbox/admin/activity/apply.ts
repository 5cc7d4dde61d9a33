import { completeCheckout, createCheckout, deleteCheckout, editCheckout } from "../control/checkouts";
import { setConsent } from "../control/customers/consent";
import { createCustomer } from "../control/customers/createCustomer";
import { deleteCustomer } from "../control/customers/deleteCustomer";
import { editCustomer } from "../control/customers/editCustomer";
import { mergeCustomers } from "../control/customers/mergeCustomers";
import { changeTags } from "../control/customers/tags";
import { cancelOrder } from "../control/orders/cancelOrder";
import { deleteOrder } from "../control/orders/deleteOrder";
import { editOrder } from "../control/orders/editOrder";
import { editFulfillment, fulfilOrder } from "../control/orders/fulfilOrder";
import { patchOrder } from "../control/orders/patchOrder";
import { payOrder } from "../control/orders/payOrder";
import { placeOrder } from "../control/orders/placeOrder";
import { refundOrder } from "../control/orders/refundOrder";
import { createProduct, deleteProduct, editProduct } from "../control/products";
import type { SandboxState, ShopState } from "../state";
import type { Change } from "./change";

/** Does what was chosen, by the functions behind the control endpoints. */
export function applyChange(state: SandboxState, shop: ShopState, change: Change): void {
  switch (change.kind) {
    case "placeOrder":
      placeOrder(state, shop, change.input);
      return;
    case "firstOrder": {
      const { id } = createCustomer(state, shop, change.customer);
      placeOrder(state, shop, { ...change.input, customerId: id });
      return;
    }
    case "refundOrder":
      refundOrder(state, shop, change.id, change.input);
      return;
    case "cancelOrder":
      cancelOrder(state, shop, change.id, change.input);
      return;
    case "editOrder":
      editOrder(state, shop, change.id, change.input);
      return;
    case "payOrder":
      payOrder(state, shop, change.id);
      return;
    case "fulfilOrder":
      fulfilOrder(state, shop, change.id, change.input);
      return;
    case "editFulfillment":
      editFulfillment(state, shop, change.id, change.input);
      return;
    case "tagOrder":
      patchOrder(state, shop, change.id, { tags: change.tags });
      return;
    case "deleteOrder":
      deleteOrder(state, shop, change.id);
      return;
    case "createCustomer":
      createCustomer(state, shop, change.customer);
      return;
    case "editCustomer":
      editCustomer(state, shop, change.id, change.input);
      return;
    case "changeTags":
      changeTags(state, shop, change.id, change.input);
      return;
    case "setConsent":
      setConsent(state, shop, change.id, change.input);
      return;
    case "deleteCustomer":
      deleteCustomer(state, shop, change.id);
      return;
    case "mergeCustomers":
      mergeCustomers(state, shop, change.id, change);
      return;
    case "createProduct":
      createProduct(state, shop, change.input);
      return;
    case "editProduct":
      editProduct(state, shop, change.id, change.input);
      return;
    case "deleteProduct":
      deleteProduct(state, shop, change.id);
      return;
    case "createCheckout":
      createCheckout(state, shop, change.input);
      return;
    case "editCheckout":
      editCheckout(state, shop, change.id, change.input);
      return;
    case "completeCheckout":
      completeCheckout(state, shop, change.id);
      return;
    case "deleteCheckout":
      deleteCheckout(state, shop, change.id);
  }
}
