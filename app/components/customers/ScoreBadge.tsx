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
  const { recency, frequency, monetary } = row;
  const sentences = explainScores(row, scoring, format.money);
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
          aria-label={`Scores: recency ${String(recency)}, frequency ${String(frequency)}, value ${String(monetary)}. Why?`}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!open);
          }}
        >
          {[recency, frequency, monetary].map((score, index) => (
            <span key={index} data-score={score}>
              {score}
            </span>
          ))}
        </button>
      }
    >
      <Box padding="400" maxWidth="320px">
        <BlockStack gap="200">
          {(["recency", "frequency", "monetary"] as const).map((score) => (
            <Text as="p" key={score}>
              {sentences[score]}
            </Text>
          ))}
        </BlockStack>
      </Box>
    </Popover>
  );
}
