import { BlockStack, Box, InlineGrid, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/** One topic of the settings: what it is about on the left, its card on the right; one above the other on a phone. */
export function SettingsSection({
  id,
  title,
  description,
  children,
}: {
  id: string;
  title: string;
  description: string;
  children: ReactNode;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <InlineGrid columns={{ xs: "1fr", md: "2fr 5fr" }} gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockStart={{ xs: "0", md: "400" }}>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd" id={`${id}-title`}>
              {title}
            </Text>
            <Text as="p" tone="subdued">
              {description}
            </Text>
          </BlockStack>
        </Box>
        {children}
      </InlineGrid>
    </section>
  );
}
