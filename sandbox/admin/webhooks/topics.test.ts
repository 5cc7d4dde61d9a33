import { isEnumType } from "graphql";
import { afterEach, describe, expect, it } from "vitest";

import { adminSchema } from "../schema";
import { startSandbox, type TestSandbox } from "../testing/startSandbox";
import { topicNames, topicRules } from "./topics";

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

const address = "http://localhost:9/webhooks";

async function subscribe(topic: string): Promise<{ webhookSubscription: unknown; userErrors: unknown[] }> {
  const { body } = await sandbox.graphql(
    `mutation($topic:WebhookSubscriptionTopic!){webhookSubscriptionCreate(topic:$topic,webhookSubscription:{uri:"${address}"}){
      webhookSubscription{topic} userErrors{field message}}}`,
    { topic },
  );
  return (body.data as never as { webhookSubscriptionCreate: never }).webhookSubscriptionCreate;
}

const allScopes = [
  "read_orders",
  "read_customers",
  "read_products",
  "read_fulfillments",
  "read_customer_merge",
];
const enumNames = topicNames.flatMap((topic) => topicRules(topic)?.enumName ?? []);
const notApproved = {
  webhookSubscription: null,
  userErrors: [
    {
      field: ["webhookSubscription"],
      message:
        "This app is not approved to subscribe to webhook topics containing protected customer data. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.",
    },
  ],
};
const outOfScope = {
  webhookSubscription: null,
  userErrors: [
    {
      field: ["webhookSubscription"],
      message: "You cannot create a webhook subscription with the specified topic",
    },
  ],
};

describe("webhook topics", () => {
  it("are the schema's, and all can be subscribed to through the API but those of compliance", async () => {
    const type = adminSchema().getType("WebhookSubscriptionTopic");
    const known = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
    expect(known).toEqual(expect.arrayContaining(enumNames));
    sandbox = await startSandbox({ scopes: allScopes });
    for (const topic of enumNames)
      expect(await subscribe(topic)).toEqual({ webhookSubscription: { topic }, userErrors: [] });
    expect(topicNames.filter((topic) => topicRules(topic)?.enumName === null)).toEqual([
      "customers/data_request",
      "customers/redact",
      "shop/redact",
    ]);
  });

  it("need their scope", async () => {
    sandbox = await startSandbox({ scopes: ["write_orders", "read_customers"] });
    const refused = [];
    for (const topic of enumNames) {
      const answer = await subscribe(topic);
      if (answer.webhookSubscription === null) refused.push(topic);
      if (answer.webhookSubscription === null) expect(answer).toEqual(outOfScope);
    }
    expect(refused.sort()).toEqual([
      "CUSTOMERS_MERGE",
      "FULFILLMENTS_CREATE",
      "FULFILLMENTS_UPDATE",
      "PRODUCTS_CREATE",
      "PRODUCTS_DELETE",
      "PRODUCTS_UPDATE",
    ]);
  });

  it("with protected data need Shopify's approval, one by one", async () => {
    sandbox = await startSandbox({ scopes: allScopes, approvals: [] });
    const granted = [];
    for (const topic of enumNames) {
      const answer = await subscribe(topic);
      if (answer.webhookSubscription === null) expect(answer).toEqual(notApproved);
      else granted.push(topic);
    }
    expect(granted.sort()).toEqual([
      "APP_SCOPES_UPDATE",
      "APP_UNINSTALLED",
      "BULK_OPERATIONS_FINISH",
      "CHECKOUTS_DELETE",
      "CUSTOMERS_DELETE",
      "CUSTOMER_JOINED_SEGMENT",
      "CUSTOMER_LEFT_SEGMENT",
      "ORDERS_DELETE",
      "PRODUCTS_CREATE",
      "PRODUCTS_DELETE",
      "PRODUCTS_UPDATE",
      "SEGMENTS_CREATE",
      "SEGMENTS_DELETE",
      "SEGMENTS_UPDATE",
      "SHOP_UPDATE",
    ]);
  });

  it("can be declared but those that only the API knows, and refused with the whole deploy", async () => {
    const declare = (topic: string, approvals?: []) =>
      startSandbox({
        webhooks: [{ topic, uri: address }],
        scopes: allScopes,
        ...(approvals && { approvals }),
      });
    for (const topic of ["customer.joined_segment", "customer.left_segment"])
      await expect(declare(topic)).rejects.toThrow(`Only the API subscribes to ${topic}`);
    await expect(declare("orders/create", [])).rejects.toThrow("protected customer data");
    await expect(declare("orders/paid")).rejects.toThrow(
      "no implementation of the webhook topic orders/paid",
    );
    sandbox = await declare("products/update", []);
    expect((await sandbox.control("GET", "/subscriptions")).body).toMatchObject([
      { topic: "PRODUCTS_UPDATE", source: "toml" },
    ]);
  });
});
