import { Button, InlineStack, Spinner, Text } from "@shopify/polaris";

import { useWords } from "../segments/useSentence";
import { ExplanationList } from "./ExplanationList";
import { useExplanation } from "./useExplanation";
import type { Why } from "~/segments/explain/why";
import styles from "./WhyPanel.module.css";

/** Why a customer is in a segment or not, asked for when this is shown. */
export function WhyPanel({ segmentId, customerId }: { segmentId: number; customerId: string }) {
  const { answer, tryAgain } = useExplanation(segmentId, customerId);
  return (
    <div className={styles.panel} aria-live="polite" aria-busy={answer === null}>
      {answer === null ? (
        <InlineStack gap="200" blockAlign="center">
          <Spinner size="small" />
          <Text as="span" tone="subdued">
            Looking at each condition…
          </Text>
        </InlineStack>
      ) : answer.ok ? (
        <Answered {...answer} />
      ) : (
        <InlineStack gap="200" blockAlign="center">
          <Text as="span">{answer.message}</Text>
          <Button variant="plain" onClick={tryAgain}>
            Try again
          </Button>
        </InlineStack>
      )}
    </div>
  );
}

function Answered({ explanation, names }: Extract<Why, { ok: true }>) {
  const words = useWords(names);
  return <ExplanationList explanation={explanation} words={words} />;
}
