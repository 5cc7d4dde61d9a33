import { Badge, BlockStack, Button, Card, InlineStack, Spinner, Text } from "@shopify/polaris";

import type { Definition } from "~/segments/language/definition";
import type { PreviewedCount } from "~/segments/preview/preview";

import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import { usePreview } from "../usePreview";
import styles from "./numbers.module.css";

/** Milliseconds: long enough to finish a number, short enough to feel live. */
const pause = 300;

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
  const request = definition === null ? null : { definition, segmentId: segment.id };
  const { preview, stale, problem, retry } = usePreview("count", request, pause);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            With these numbers
          </Text>
          <span className={styles.state}>
            {stale ? (
              <Spinner size="small" accessibilityLabel="Counting" />
            ) : dirty ? (
              <Badge>Not saved</Badge>
            ) : null}
          </span>
        </InlineStack>
        <div role="status" className={styles.effect}>
          {problem !== null ? (
            <BlockStack gap="200" inlineAlign="start">
              <Text as="p" tone="critical" breakWord>
                {problem}
              </Text>
              <Button onClick={retry}>Count again</Button>
            </BlockStack>
          ) : preview === null ? (
            <Text as="p" tone="subdued">
              {definition === null ? "Counted as soon as every number can be read." : "Counting…"}
            </Text>
          ) : (
            <>
              <p className={styles.members}>
                {format.count(preview.members)} <span>{shareInWords(preview, format.percent)}</span>
              </p>
              <Text as="p" tone="subdued">
                {segment.active
                  ? movesInWords(preview, format.count)
                  : "The segment is switched off: nobody is in it until you switch it on."}
              </Text>
            </>
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
