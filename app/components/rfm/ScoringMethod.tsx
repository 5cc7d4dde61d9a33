import { BlockStack, Button, Card, Collapsible, InlineStack, Link, Text } from "@shopify/polaris";
import { useId, useState } from "react";

import type { ScoringFacts } from "~/customers/figures";

import { plural } from "../format";
import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { emptyScores } from "./emptyScores";
import { scoreRanges } from "./scoreRanges";
import type { ScoreRange } from "./scoreRanges";
import styles from "./ScoringMethod.module.css";

/** How the scores came about, in words and with the store's own limits. */
export function ScoringMethod({ scoring }: { scoring: ScoringFacts }) {
  const format = useFormat();
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            How these scores are made
          </Text>
          <Button
            variant="plain"
            disclosure={open ? "up" : "down"}
            ariaControls={id}
            ariaExpanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {open ? "Hide the limits" : "Show the limits"}
          </Button>
        </InlineStack>
        <Text as="p">{[methodWords(scoring, format), ...emptyScores(scoring.levelsPresent)].join(" ")}</Text>
        <Collapsible id={id} open={open}>
          <BlockStack gap="300">
            <div className={styles.scroll}>
              <table className={styles.limits}>
                <caption>Limits of this store, version {format.count(scoring.breaksVersion)}</caption>
                <thead>
                  <tr>
                    <th scope="col">Score</th>
                    <th scope="col">Recency: last order</th>
                    <th scope="col">Frequency: orders</th>
                    <th scope="col">Value: spent</th>
                  </tr>
                </thead>
                <tbody>{limitRows(scoring, format)}</tbody>
              </table>
            </div>
            <Text as="p" tone="subdued">
              Equal values always share a score, so a score can stay empty. Groups are relative: a group can
              grow although none of its customers changed, because the others did.
            </Text>
            <Link url="/app/settings">Change the limits or what counts</Link>
          </BlockStack>
        </Collapsible>
      </BlockStack>
    </Card>
  );
}

function methodWords({ method, buyers }: ScoringFacts, format: ShopFormat): string {
  const all = `${format.count(buyers)} ${plural(buyers, "buyer")}`;
  const scores =
    "Every buyer has three scores from 1 to 5: how recently, how often and for how much they ordered.";
  switch (method) {
    case "quintiles":
      return `${scores} The limits are set by your own ${all}, so that each score holds about a fifth of them, except where many buyers are alike.`;
    case "quintiles_low_confidence":
      return `${scores} The limits are set by your own ${all}. With fewer than 500 buyers they can move noticeably from one month to the next: read them as a first orientation.`;
    case "fixed_rules":
      return `${scores} With ${all}, fifths would say little, so fixed rules apply: days against your customers' usual gap between orders, the number of orders, and multiples of your median order. From 50 buyers on, the limits come from your own store.`;
    case "own":
      return `${scores} The limits are the ones that you set in the settings.`;
  }
}

function limitRows(scoring: ScoringFacts, format: ShopFormat) {
  const recency = scoreRanges(scoring.recencyBreaks, true);
  const frequency = scoreRanges(scoring.frequencyBreaks, false);
  const monetary = scoreRanges(scoring.monetaryBreaks, false);
  const cell = (
    range: ScoreRange | undefined,
    present: readonly number[],
    write: (value: bigint) => string,
    unit: string,
  ) =>
    range === undefined || range.empty
      ? "nobody"
      : `${rangeWords(range, write, unit)}${present.includes(range.score) ? "" : " (nobody)"}`;
  return recency.map((range, index) => (
    <tr key={range.score}>
      <th scope="row">{range.score}</th>
      <td>{cell(range, scoring.levelsPresent.recency, format.count, " days ago")}</td>
      <td>{cell(frequency[index], scoring.levelsPresent.frequency, format.count, "")}</td>
      <td>{cell(monetary[index], scoring.levelsPresent.monetary, format.money, "")}</td>
    </tr>
  ));
}

function rangeWords({ from, to }: ScoreRange, write: (value: bigint) => string, unit: string): string {
  if (from === null && to === null) return "any";
  if (from === null) return `up to ${write(to ?? 0n)}${unit}`;
  if (to === null) return `${write(from)}${unit} and more`;
  return from === to ? `${write(from)}${unit}` : `${write(from)} to ${write(to)}${unit}`;
}
