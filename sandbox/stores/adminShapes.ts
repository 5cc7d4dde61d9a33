import { z } from "zod";

import type {
  AdminAbandonedCheckout,
  AdminCollection,
  AdminCustomer,
  AdminOrder,
  AdminProduct,
  AdminShop,
} from "./store";

/** What a file must hold to become part of a store: the shapes of `store.ts`, checked at run time. */

const text = z.string();
const nullableText = z.string().nullable();
const time = z.iso.datetime({ offset: true });
const nullableTime = time.nullable();
const gidOf = (type: string) =>
  z.string().regex(new RegExp(`^gid://shopify/${type}/\\d+$`), `expected gid://shopify/${type}/…`);
const reference = (type: string) => z.object({ id: gidOf(type) }).nullable();

const money = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/, "expected a decimal amount in a string"),
  currencyCode: z.string().regex(/^[A-Z]{3}$/, "expected an ISO 4217 code"),
});
const moneyBag = z.object({ shopMoney: money, presentmentMoney: money });

const address = z.object({
  address1: nullableText,
  address2: nullableText,
  city: nullableText,
  province: nullableText,
  provinceCode: nullableText,
  country: nullableText,
  countryCodeV2: nullableText,
  zip: nullableText,
});

const phoneConsent = z.object({
  state: z.enum(["NEVER_SUBSCRIBED", "PENDING", "REDACTED", "SUBSCRIBED", "UNSUBSCRIBED"]),
  updatedAt: nullableTime,
});

export const shopShape: z.ZodType<AdminShop> = z.object({
  myshopifyDomain: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, "expected name.myshopify.com"),
  id: gidOf("Shop"),
  name: text,
  email: text,
  currencyCode: z.string().regex(/^[A-Z]{3}$/, "expected an ISO 4217 code"),
  ianaTimezone: text,
  createdAt: time,
  plan: z.object({ displayName: text, shopifyPlus: z.boolean(), partnerDevelopment: z.boolean() }),
});

/** Stands beside the shop's own fields in `shop.json`; Shopify has no such field. */
export const storeAnswers = z.object({ amountSpentCounts: z.enum(["net", "gross"]).default("net") });

export const collectionShape: z.ZodType<AdminCollection> = z.object({
  id: gidOf("Collection"),
  title: text,
  handle: text,
  updatedAt: time,
});

export const productShape: z.ZodType<AdminProduct> = z.object({
  id: gidOf("Product"),
  title: text,
  handle: text,
  vendor: text,
  productType: text,
  status: z.enum(["ACTIVE", "ARCHIVED", "DRAFT"]),
  tags: z.array(text),
  collections: z.array(z.object({ id: gidOf("Collection") })),
  createdAt: time,
  updatedAt: time,
});

const metafield = z.object({
  id: gidOf("Metafield"),
  namespace: text,
  key: text,
  type: text,
  value: text,
});

export const customerShape: z.ZodType<AdminCustomer> = z.object({
  id: gidOf("Customer"),
  createdAt: time,
  updatedAt: time,
  firstName: nullableText,
  lastName: nullableText,
  displayName: text,
  locale: text,
  state: z.enum(["DECLINED", "DISABLED", "ENABLED", "INVITED"]),
  verifiedEmail: z.boolean(),
  taxExempt: z.boolean(),
  tags: z.array(text),
  note: nullableText,
  dataSaleOptOut: z.boolean(),
  productSubscriberStatus: z.enum(["ACTIVE", "CANCELLED", "EXPIRED", "FAILED", "NEVER_SUBSCRIBED", "PAUSED"]),
  defaultEmailAddress: z
    .object({
      emailAddress: text,
      marketingState: z.enum(["INVALID", "NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED"]),
      marketingOptInLevel: z.enum(["CONFIRMED_OPT_IN", "SINGLE_OPT_IN", "UNKNOWN"]).nullable(),
      marketingUpdatedAt: nullableTime,
      validFormat: z.boolean(),
    })
    .nullable(),
  defaultPhoneNumber: z
    .object({ phoneNumber: text, smsMarketingConsent: phoneConsent, whatsAppMarketingConsent: phoneConsent })
    .nullable(),
  defaultAddress: address.nullable(),
  numberOfOrders: z.string().regex(/^\d+$/, "expected a count in a string"),
  amountSpent: money,
  lastOrder: reference("Order"),
  statistics: z.object({ predictedSpendTier: nullableText, rfmGroup: nullableText }),
  metafields: z.array(metafield),
});

const lineItem = z.object({
  id: gidOf("LineItem"),
  title: text,
  variantTitle: nullableText,
  sku: nullableText,
  vendor: nullableText,
  quantity: z.int().min(0),
  currentQuantity: z.int().min(0),
  isGiftCard: z.boolean(),
  product: reference("Product"),
  variant: reference("ProductVariant"),
  originalUnitPriceSet: moneyBag,
  discountedTotalSet: moneyBag,
  sellingPlan: z.object({ name: text }).nullable(),
});

export const orderShape: z.ZodType<AdminOrder> = z.object({
  id: gidOf("Order"),
  name: text,
  createdAt: time,
  updatedAt: time,
  processedAt: time,
  cancelledAt: nullableTime,
  cancelReason: z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]).nullable(),
  closedAt: nullableTime,
  test: z.boolean(),
  confirmed: z.boolean(),
  edited: z.boolean(),
  currencyCode: text,
  presentmentCurrencyCode: text,
  sourceName: nullableText,
  discountCodes: z.array(text),
  tags: z.array(text),
  email: nullableText,
  displayFinancialStatus: nullableText,
  displayFulfillmentStatus: text,
  returnStatus: text,
  retailLocation: reference("Location"),
  customer: reference("Customer"),
  shippingAddress: address.nullable(),
  totalPriceSet: moneyBag,
  currentTotalPriceSet: moneyBag,
  currentSubtotalPriceSet: moneyBag,
  currentTotalTaxSet: moneyBag,
  currentShippingPriceSet: moneyBag,
  totalDiscountsSet: moneyBag,
  totalShippingPriceSet: moneyBag,
  totalTaxSet: moneyBag,
  totalRefundedSet: moneyBag,
  netPaymentSet: moneyBag,
  refunds: z.array(
    z.object({
      id: gidOf("Refund"),
      createdAt: nullableTime,
      processedAt: time,
      totalRefundedSet: moneyBag,
      lines: z
        .array(
          z.object({
            lineItem: z.object({ id: gidOf("LineItem") }),
            quantity: z.int().positive(),
            subtotalSet: moneyBag,
          }),
        )
        .optional(),
    }),
  ),
  fulfillments: z.array(
    z.object({
      id: gidOf("Fulfillment"),
      createdAt: time,
      status: text,
      displayStatus: nullableText,
      deliveredAt: nullableTime,
    }),
  ),
  lineItems: z.array(lineItem),
});

const abandonedLine = z.object({
  id: z.string().startsWith("gid://shopify/AbandonedCheckoutLineItem/"),
  title: nullableText,
  sku: nullableText,
  quantity: z.int().min(0),
  product: reference("Product"),
  variant: reference("ProductVariant"),
  discountedTotalPriceSet: moneyBag,
});

export const abandonedCheckoutShape: z.ZodType<AdminAbandonedCheckout> = z.object({
  id: gidOf("AbandonedCheckout"),
  createdAt: time,
  updatedAt: time,
  completedAt: nullableTime,
  customer: reference("Customer"),
  totalPriceSet: moneyBag,
  lineItems: z.array(abandonedLine),
});
