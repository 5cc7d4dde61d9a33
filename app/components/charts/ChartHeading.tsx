import { Button, InlineStack, Text } from "@shopify/polaris";

/** What a chart shows in a sentence, and the way to its figures as a table. */
export function ChartHeading({
  takeaway,
  empty,
  asTable,
  onAsTable,
}: {
  takeaway: string;
  /** Nothing to draw or to list. */
  empty: boolean;
  asTable: boolean;
  onAsTable: (asTable: boolean) => void;
}) {
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <Text as="p" tone="subdued">
        {takeaway}
      </Text>
      {empty ? null : (
        <Button
          variant="plain"
          onClick={() => {
            onAsTable(!asTable);
          }}
        >
          {asTable ? "Show as chart" : "Show as table"}
        </Button>
      )}
    </InlineStack>
  );
}
