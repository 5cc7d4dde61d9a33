import { BlockStack, Button, Text } from "@shopify/polaris";

import type { GroupFigures } from "~/customers/figures";
import { groupWordings } from "~/customers/groups";

import { useFormat } from "../ShopFormatContext";
import styles from "./GroupPanel.module.css";
import type { GroupShares } from "./shares";

/** What the chosen group means, what its numbers are, and one thing that a shop owner might do. */
export function GroupPanel({ group, share }: { group: GroupFigures; share: GroupShares }) {
  const format = useFormat();
  const { name, meaning, advice } = groupWordings[group.group];
  const facts: readonly (readonly [string, string])[] = [
    ["Customers", `${format.count(group.customers)} (${format.percent(share.customers)} of buyers)`],
    ["Revenue", `${format.compactMoney(group.revenue)} (${format.percent(share.revenue)} of all)`],
    ["Average order", group.averageOrderValue === null ? "–" : format.money(group.averageOrderValue)],
    [
      "Last order, median",
      group.medianDaysSinceLastOrder === null ? "–" : format.daysAgo(group.medianDaysSinceLastOrder),
    ],
  ];
  return (
    <div className={styles.panel}>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h3" variant="headingMd">
            {name}
          </Text>
          <Text as="p">{meaning}</Text>
        </BlockStack>
        <dl className={styles.facts}>
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <BlockStack gap="100">
          <Text as="h4" variant="headingSm">
            An idea to try
          </Text>
          <Text as="p">{advice}</Text>
        </BlockStack>
      </BlockStack>
      <Button url={`/app/groups/${group.group}`} disabled={group.customers === 0}>
        {group.customers === 0 ? "No customers in this group" : "View these customers"}
      </Button>
    </div>
  );
}
