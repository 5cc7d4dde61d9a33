import { Badge, BlockStack, Button, Card, InlineStack, Spinner, Text } from "@shopify/polaris";

import type { Definition } from "~/segments/language/definition";
import type { PreviewedCount } from "~/segments/preview/preview";

import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import styles from "./numbers.module.css";
import { useNumbersEffect } from "./useNumbersEffect";

/** How many would be in the segment with the numbers as they are typed, before anything is saved. */
export function NumbersEffectCard({
  segment,
  definition,
  dirty,
}: {
  segment: { readonly id: number; readonly active: boolean };
  /** Null: what is typed are no such numbers. */
  definition: Definition | null;
  dirty: boolean;
}) {
  const format = useFormat();
  const { answer, counting, again } = useNumbersEffect(segment.id, definition);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            With these numbers
          </Text>
          <span className={styles.state}>
            {counting ? (
              <Spinner size="small" accessibilityLabel="Counting" />
            ) : dirty ? (
              <Badge>Not saved</Badge>
            ) : null}
          </span>
        </InlineStack>
        <div role="status" className={styles.effect}>
          {answer === null || definition === null ? (
            <Text as="p" tone="subdued">
              {definition === null ? "Counted as soon as every number can be read." : "Counting…"}
            </Text>
          ) : answer.ok ? (
            <>
              <p className={styles.members}>
                {format.count(answer.preview.members)}{" "}
                <span>{shareInWords(answer.preview, format.percent)}</span>
              </p>
              <Text as="p" tone="subdued">
                {segment.active
                  ? movesInWords(answer.preview, format.count)
                  : "The segment is switched off: nobody is in it until you switch it on."}
              </Text>
            </>
          ) : (
            <BlockStack gap="200" inlineAlign="start">
              <Text as="p" tone="critical" breakWord>
                {answer.message}
              </Text>
              <Button onClick={again}>Count again</Button>
            </BlockStack>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}

function shareInWords({ members, customers }: PreviewedCount, percent: (part: number) => string): string {
  const noun = plural(members, "customer");
  return customers === 0 ? noun : `${noun}, ${percent(members / customers)} of all`;
}

function movesInWords({ change }: PreviewedCount, count: (value: number) => string): string {
  const { entering, leaving } = change ?? { entering: 0, leaving: 0 };
  if (entering + leaving === 0) return "The same as now: nobody would enter and nobody would leave.";
  return `${count(entering)} would enter, ${count(leaving)} would leave.`;
}
