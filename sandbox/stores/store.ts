/**
 * A store as the sandbox holds it in memory: objects of the Admin API's own shape (field names and JSON values of
 * the 2026-10 schema), so that what a stand-in answers is what was put in and nothing is made up on the way.
 */
export interface SandboxStore {
  shop: AdminShop;
  /**
   * What `Customer.amountSpent` means in this store; Shopify's documentation does not say (see `totals.ts`).
   * `net`: received less refunded. `gross`: as sold.
   */
  amountSpentCounts: "net" | "gross";
  collections: AdminCollection[];
  products: AdminProduct[];
  customers: AdminCustomer[];
  orders: AdminOrder[];
  /** Of the last three months, which is how long Shopify keeps them. */
  abandonedCheckouts: AdminAbandonedCheckout[];
}

export interface AdminShop {
  /** `example.myshopify.com` */
  myshopifyDomain: string;
  id: string;
  name: string;
  email: string;
  currencyCode: string;
  ianaTimezone: string;
  createdAt: string;
  plan: { displayName: string; shopifyPlus: boolean; partnerDevelopment: boolean };
}

/** A value: shared between objects, so replaced and never changed in place. */
export interface Money {
  /** A decimal string, "12.50". */
  readonly amount: string;
  readonly currencyCode: string;
}

/** A value, as `Money`. */
export interface MoneyBag {
  readonly shopMoney: Money;
  readonly presentmentMoney: Money;
}

export interface AdminCollection {
  id: string;
  title: string;
  handle: string;
  updatedAt: string;
}

export interface AdminProduct {
  id: string;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  status: "ACTIVE" | "ARCHIVED" | "DRAFT";
  tags: string[];
  collections: { id: string }[];
  createdAt: string;
  updatedAt: string;
}

export interface AdminCustomer {
  id: string;
  createdAt: string;
  updatedAt: string;
  firstName: string | null;
  lastName: string | null;
  displayName: string;
  locale: string;
  state: "DECLINED" | "DISABLED" | "ENABLED" | "INVITED";
  verifiedEmail: boolean;
  taxExempt: boolean;
  tags: string[];
  note: string | null;
  dataSaleOptOut: boolean;
  productSubscriberStatus: "ACTIVE" | "CANCELLED" | "EXPIRED" | "FAILED" | "NEVER_SUBSCRIBED" | "PAUSED";
  defaultEmailAddress: {
    emailAddress: string;
    marketingState: "INVALID" | "NOT_SUBSCRIBED" | "PENDING" | "SUBSCRIBED" | "UNSUBSCRIBED";
    marketingOptInLevel: "CONFIRMED_OPT_IN" | "SINGLE_OPT_IN" | "UNKNOWN" | null;
    marketingUpdatedAt: string | null;
    validFormat: boolean;
  } | null;
  defaultPhoneNumber: {
    phoneNumber: string;
    smsMarketingConsent: PhoneConsent;
    whatsAppMarketingConsent: PhoneConsent;
  } | null;
  defaultAddress: AdminAddress | null;
  /** Shopify's own figures; kept true by whoever changes an order (see `totals.ts`). UnsignedInt64: a string. */
  numberOfOrders: string;
  amountSpent: Money;
  lastOrder: { id: string } | null;
  statistics: { predictedSpendTier: string | null; rfmGroup: string | null };
  metafields: AdminMetafield[];
}

export interface AdminMetafield {
  id: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
}

export interface PhoneConsent {
  state: "NEVER_SUBSCRIBED" | "PENDING" | "REDACTED" | "SUBSCRIBED" | "UNSUBSCRIBED";
  updatedAt: string | null;
}

export interface AdminAddress {
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  country: string | null;
  countryCodeV2: string | null;
  zip: string | null;
}

export interface AdminOrder {
  id: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  processedAt: string;
  cancelledAt: string | null;
  cancelReason: "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "OTHER" | "STAFF" | null;
  closedAt: string | null;
  test: boolean;
  confirmed: boolean;
  edited: boolean;
  currencyCode: string;
  presentmentCurrencyCode: string;
  sourceName: string | null;
  discountCodes: string[];
  tags: string[];
  email: string | null;
  displayFinancialStatus: string | null;
  displayFulfillmentStatus: string;
  returnStatus: string;
  retailLocation: { id: string } | null;
  customer: { id: string } | null;
  shippingAddress: AdminAddress | null;
  totalPriceSet: MoneyBag;
  currentTotalPriceSet: MoneyBag;
  currentSubtotalPriceSet: MoneyBag;
  currentTotalTaxSet: MoneyBag;
  currentShippingPriceSet: MoneyBag;
  totalDiscountsSet: MoneyBag;
  totalShippingPriceSet: MoneyBag;
  totalTaxSet: MoneyBag;
  totalRefundedSet: MoneyBag;
  netPaymentSet: MoneyBag;
  refunds: AdminRefund[];
  fulfillments: {
    id: string;
    createdAt: string;
    status: string;
    displayStatus: string | null;
    deliveredAt: string | null;
  }[];
  lineItems: AdminLineItem[];
}

export interface AdminRefund {
  id: string;
  createdAt: string | null;
  processedAt: string;
  totalRefundedSet: MoneyBag;
  /** The goods that came back, for webhooks; empty: none did. A store's history does not know them. */
  lines?: { lineItem: { id: string }; quantity: number; subtotalSet: MoneyBag }[] | undefined;
}

export interface AdminLineItem {
  id: string;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  currentQuantity: number;
  isGiftCard: boolean;
  product: { id: string } | null;
  variant: { id: string } | null;
  originalUnitPriceSet: MoneyBag;
  /** What the line costs after its own and the order's discounts (discountedTotalSet with codes). */
  discountedTotalSet: MoneyBag;
  sellingPlan: { name: string } | null;
}

export interface AdminAbandonedCheckout {
  id: string;
  createdAt: string;
  updatedAt: string;
  /** When it became an order after all. */
  completedAt: string | null;
  customer: { id: string } | null;
  totalPriceSet: MoneyBag;
  lineItems: AdminAbandonedCheckoutLine[];
}

export interface AdminAbandonedCheckoutLine {
  /** Not a number at Shopify: a key, and behind it the checkout's token. */
  id: string;
  title: string | null;
  sku: string | null;
  quantity: number;
  product: { id: string } | null;
  variant: { id: string } | null;
  discountedTotalPriceSet: MoneyBag;
}
