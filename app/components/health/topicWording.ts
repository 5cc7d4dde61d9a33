import type { complianceTopics, declaredTopics, ProtectedTopic } from "~/shopify/subscriptions/topics";

type KnownTopic = (typeof declaredTopics)[number] | (typeof complianceTopics)[number] | ProtectedTopic;

interface TopicWords {
  /** What happened, as a sentence without its full stop. */
  readonly happened: string;
  /** What such webhooks are about, within a list. */
  readonly about: string;
}

const words = (happened: string, about: string): TopicWords => ({ happened, about });

/** What Shopify tells by each topic, in plain words. */
const topics: Readonly<Record<KnownTopic, TopicWords>> = {
  "app/uninstalled": words("Quintile was removed", "the removal of Quintile"),
  "app/scopes_update": words("Quintile's permissions changed", "Quintile's permissions"),
  "shop/update": words("Your store's details changed", "your store's details"),
  "bulk_operations/finish": words("Shopify finished an export", "finished exports"),
  "products/create": words("A product was added", "new products"),
  "products/update": words("A product was changed", "changed products"),
  "products/delete": words("A product was deleted", "deleted products"),
  "segments/create": words("A Shopify segment was made", "new Shopify segments"),
  "segments/update": words("A Shopify segment was changed", "changed Shopify segments"),
  "segments/delete": words("A Shopify segment was deleted", "deleted Shopify segments"),
  "customers/data_request": words("A customer asked for their data", "requests for a customer's data"),
  "customers/redact": words("A customer is to be forgotten", "customers to be forgotten"),
  "shop/redact": words("Your store's data is to be erased", "the erasure of your store's data"),
  "orders/create": words("An order was placed", "new orders"),
  "orders/updated": words("An order was changed", "changed orders"),
  "orders/cancelled": words("An order was cancelled", "cancelled orders"),
  "orders/edited": words("An order was edited", "edited orders"),
  "orders/delete": words("An order was deleted", "deleted orders"),
  "refunds/create": words("A refund was made", "refunds"),
  "fulfillments/create": words("An order was sent", "parcels that are sent"),
  "fulfillments/update": words("A parcel moved on", "parcels on their way"),
  "checkouts/create": words("A checkout was begun", "begun checkouts"),
  "checkouts/update": words("A checkout was changed", "changed checkouts"),
  "checkouts/delete": words("A checkout was deleted", "deleted checkouts"),
  "customers/create": words("A customer was added", "new customers"),
  "customers/update": words("A customer was changed", "changed customers"),
  "customers/delete": words("A customer was deleted", "deleted customers"),
  "customers/enable": words("A customer opened an account", "opened accounts"),
  "customers/disable": words("A customer's account was closed", "closed accounts"),
  "customers/merge": words("Two customers were merged", "merged customers"),
  "customers/purchasing_summary": words("What a customer has spent changed", "what customers have spent"),
  "customers_email_marketing_consent/update": words(
    "A customer changed their email consent",
    "consents to email",
  ),
  "customers_marketing_consent/update": words("A customer changed their SMS consent", "consents to SMS"),
  "customers_whats_app_marketing_consent/update": words(
    "A customer changed their WhatsApp consent",
    "consents to WhatsApp",
  ),
  "customer.tags_added": words("A customer was given a tag", "tags that are added"),
  "customer.tags_removed": words("A customer lost a tag", "tags that are removed"),
};

/** Of one that the app did not ask for: its name has to do. */
export function topicWords(topic: string): TopicWords {
  return Object.hasOwn(topics, topic)
    ? topics[topic as KnownTopic]
    : words("Something changed in your store", `“${topic}”`);
}

export type { KnownTopic };
