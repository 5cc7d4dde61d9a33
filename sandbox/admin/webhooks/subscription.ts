/** Where and what to deliver of one topic. */
export interface WebhookSubscription {
  readonly id: string;
  /** As the schema's enum names it, `BULK_OPERATIONS_FINISH`. */
  readonly topic: string;
  uri: string;
  /** Declared in the app's configuration file, or made for one shop through the API. Only the latter can be removed by failures. */
  readonly source: "toml" | "api";
  format: "JSON";
  includeFields: string[];
  name: string | null;
  filter: string | null;
  metafieldNamespaces: string[];
  readonly createdAt: string;
  updatedAt: string;
}

export interface DeliveryAttempt {
  at: string;
  /** The status that came back; null when none came in time. */
  status: number | null;
}

/** One notification to one subscription, with everything that was tried. */
export interface Delivery {
  webhookId: string;
  eventId: string;
  topic: string;
  uri: string;
  triggeredAt: string;
  attempts: DeliveryAttempt[];
  /** `forged`: sent once, with a wrong signature. */
  outcome: "waiting" | "delivered" | "failed" | "lost" | "forged";
}
