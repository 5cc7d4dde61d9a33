import { BlockStack, Card, Text } from "@shopify/polaris";

import type { ScoredGroups } from "~/customers/figures";
import { groupWordings } from "~/customers/groups";
import type { RfmGroupId } from "~/customers/rfmGroups";

import { groupShares } from "../rfm/shares";
import { useFormat } from "../ShopFormatContext";
import styles from "./GroupHeader.module.css";

/** Who these customers are, how many and how much, and one thing to try. */
export function GroupHeader({ group, figures }: { group: RfmGroupId; figures: ScoredGroups }) {
  const format = useFormat();
  const { meaning, advice } = groupWordings[group];
  const numbers = figures.groups.find((candidate) => candidate.group === group);
  const share = groupShares(figures.groups).find((candidate) => candidate.group === group);
  if (numbers === undefined || share === undefined) return null;
  const facts: readonly (readonly [string, string, string])[] = [
    ["Customers", format.count(numbers.customers), `${format.percent(share.customers)} of buyers`],
    ["Revenue", format.compactMoney(numbers.revenue), `${format.percent(share.revenue)} of all revenue`],
    [
      "Average order",
      numbers.averageOrderValue === null ? "–" : format.money(numbers.averageOrderValue),
      "per counted order",
    ],
    [
      "Since the last order",
      numbers.medianDaysSinceLastOrder === null ? "–" : format.days(numbers.medianDaysSinceLastOrder),
      "median of the group",
    ],
  ];
  return (
    <Card>
      <div className={styles.header}>
        <BlockStack gap="300">
          <Text as="p" variant="bodyLg">
            {meaning}
          </Text>
          <BlockStack gap="050">
            <Text as="h2" variant="headingSm">
              An idea to try
            </Text>
            <Text as="p">{advice}</Text>
          </BlockStack>
          <Text as="p" variant="bodySm" tone="subdued">
            {`As of ${format.day(figures.analysisDate)}, counted by your settings.`}
          </Text>
        </BlockStack>
        <dl className={styles.facts}>
          {facts.map(([term, value, of]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>
                <span className={styles.value}>{value}</span>
                <span className={styles.of}>{of}</span>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}
