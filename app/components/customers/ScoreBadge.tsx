import { BlockStack, Box, Popover, Text } from "@shopify/polaris";
import { useState } from "react";

import { explainScores } from "~/customers/explain";
import type { CustomerListRow, ScoringFacts } from "~/customers/figures";

import { useFormat } from "../ShopFormatContext";
import styles from "./ScoreBadge.module.css";

/** The three scores of a customer; pressing them says in a sentence each why they are what they are. */
export function ScoreBadge({ row, scoring }: { row: CustomerListRow; scoring: ScoringFacts }) {
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const sentences = explainScores(row, scoring, format.money);
  const scores = [
    { name: "Recency", score: row.recency, why: sentences.recency },
    { name: "Frequency", score: row.frequency, why: sentences.frequency },
    { name: "Value", score: row.monetary, why: sentences.monetary },
  ];
  return (
    <Popover
      active={open}
      onClose={() => {
        setOpen(false);
      }}
      activator={
        <button
          type="button"
          className={styles.badge}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!open);
          }}
        >
          {scores.map(({ name, score }) => (
            <span key={name} data-score={score}>
              <Text as="span" visuallyHidden>{`${name} `}</Text>
              {score}
            </span>
          ))}
        </button>
      }
    >
      <Box padding="400" maxWidth="320px">
        <BlockStack gap="200">
          {scores.map(({ name, score, why }) => (
            <div key={name}>
              <Text as="p" fontWeight="medium">{`${name}: ${String(score)} of 5`}</Text>
              <Text as="p" tone="subdued">
                {why}
              </Text>
            </div>
          ))}
        </BlockStack>
      </Box>
    </Popover>
  );
}
