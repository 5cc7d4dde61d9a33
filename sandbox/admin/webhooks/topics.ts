/** Topics that this sandbox can send, by their name in headers and configuration files. More come with their senders. */
const enumNames: Record<string, string> = {
  "app/uninstalled": "APP_UNINSTALLED",
  "bulk_operations/finish": "BULK_OPERATIONS_FINISH",
};

/** Compliance topics have no enum value: they are declared in the configuration file alone. */
const complianceTopics = new Set(["customers/data_request", "customers/redact", "shop/redact"]);

/** The name under which subscriptions keep a topic, or undefined when this sandbox never sends it. */
export function subscriptionTopic(topic: string): string | undefined {
  return enumNames[topic] ?? (complianceTopics.has(topic) ? topic : undefined);
}

/** Whether the API can subscribe to an enum value here. */
export function isKnownEnumTopic(name: string): boolean {
  return Object.values(enumNames).includes(name);
}
