import { BlockStack, Button, InlineError } from "@shopify/polaris";

/** Why a part of the builder has no answer, with another try. */
export function Failed({ problem, onRetry }: { problem: string; onRetry: () => void }) {
  return (
    <BlockStack gap="200">
      <InlineError message={problem} fieldID="preview" />
      <div>
        <Button variant="plain" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </BlockStack>
  );
}
