import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Card, InlineStack, Button, Select, Text } from "@shopify/polaris";
import { useState } from "react";

import type { RetentionSettings } from "~/privacy/retention";

import { plural } from "../format";
import { postJson } from "../postJson";

/** Days to choose from; what is set otherwise is among them, too. */
const choices: readonly number[] = [0, 1, 3, 7, 14, 30];

/** How long copies of what Shopify sends are kept, which is saved as it is chosen, and the way to the privacy requests. */
export function PrivacyCard({ retention }: { retention: RetentionSettings }) {
  const shopify = useAppBridge();
  const [days, setDays] = useState(retention.webhooksKeptDays);
  const [failure, setFailure] = useState<string | null>(null);
  const save = async (chosen: number) => {
    const before = days;
    setDays(chosen);
    setFailure(null);
    const answer = await postJson<{ ok: true } | { ok: false; message: string }>("/app/settings/retention", {
      webhooksKeptDays: chosen,
    });
    if (answer.ok) {
      shopify.toast.show("Privacy settings saved");
      return;
    }
    setDays(before);
    setFailure(answer.message);
  };
  const offered = [...new Set([...choices, retention.webhooksKeptDays])].sort((a, b) => a - b);
  return (
    <Card>
      <BlockStack gap="400">
        <Select
          label="Keep what Shopify sent for"
          helpText="Each change in your store arrives as a message that can hold a customer's name and address. It is kept for a while after it was read, to look into should a figure be doubted."
          options={offered.map((count) => ({
            value: String(count),
            label:
              count === 0 ? "No longer than it takes to read it" : `${String(count)} ${plural(count, "day")}`,
          }))}
          value={String(days)}
          {...(failure === null ? {} : { error: failure })}
          onChange={(chosen) => {
            void save(Number(chosen));
          }}
        />
        <BlockStack gap="200">
          <Text as="p" tone="subdued">
            What customers asked Shopify for, their data or to be forgotten, and what became of it:
          </Text>
          <InlineStack>
            <Button url="/app/privacy">Privacy requests</Button>
          </InlineStack>
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
