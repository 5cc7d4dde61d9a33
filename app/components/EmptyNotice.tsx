import { BlockStack, Box, Button, Card, Text } from "@shopify/polaris";

/**
 * A card for what is not there yet: why, and where to go. (Polaris's EmptyState draws the grey place of a picture that never
 * comes, and moves when it finds that out.)
 */
export function EmptyNotice({
  heading,
  text,
  action,
}: {
  heading: string;
  text: string;
  action?: { readonly label: string; readonly to: string; readonly primary: boolean };
}) {
  return (
    <Card>
      <Box paddingBlock="600">
        <BlockStack gap="400" inlineAlign="center">
          <Box maxWidth="440px">
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd" alignment="center">
                {heading}
              </Text>
              <Text as="p" tone="subdued" alignment="center">
                {text}
              </Text>
            </BlockStack>
          </Box>
          {action === undefined ? null : (
            <Button url={action.to} variant={action.primary ? "primary" : "secondary"}>
              {action.label}
            </Button>
          )}
        </BlockStack>
      </Box>
    </Card>
  );
}
