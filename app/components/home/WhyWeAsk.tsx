import { BlockStack, Card, Text } from "@shopify/polaris";

const reasons: readonly (readonly [string, string])[] = [
  [
    "Customers",
    "To show you who is in a group. Names and email addresses are kept in a database of your store alone.",
  ],
  ["Orders", "To see how recently, how often and for how much each customer ordered."],
  ["Products", "To know what was bought. Nothing in your store is changed."],
];

/** What Quintile reads, and why: said while it is read. */
export function WhyWeAsk() {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What is brought in, and why
        </Text>
        {reasons.map(([what, why]) => (
          <div key={what}>
            <Text as="h3" variant="bodyMd" fontWeight="medium">
              {what}
            </Text>
            <Text as="p" tone="subdued">
              {why}
            </Text>
          </div>
        ))}
      </BlockStack>
    </Card>
  );
}
