import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { Verdict } from "./liveWording";

/** A card of the page: what it is about, how it stands in a word, and why somebody may want to know. */
export function HealthCard({
  title,
  about,
  verdict,
  children,
}: {
  title: string;
  about: string;
  verdict?: Verdict | null;
  children: ReactNode;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {title}
            </Text>
            {verdict === undefined || verdict === null ? null : (
              <Badge tone={verdict.tone}>{verdict.words}</Badge>
            )}
          </InlineStack>
          <Text as="p" tone="subdued">
            {about}
          </Text>
        </BlockStack>
        {children}
      </BlockStack>
    </Card>
  );
}
