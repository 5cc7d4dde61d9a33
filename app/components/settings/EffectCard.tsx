import { Badge, BlockStack, Button, Card, InlineStack, Spinner, Text } from "@shopify/polaris";

import { groupWordings } from "~/customers/groups";
import type { EffectAnswer, SettingsEffect } from "~/customers/settingsEffect.server";

import { plural } from "../format";
import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import type { Answered } from "../useAnswer";
import styles from "./EffectCard.module.css";

/** What saving would change, computed on the store's own orders before anything is stored. */
export function EffectCard({ answer, stale, again }: Answered<EffectAnswer>) {
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            What saving would change
          </Text>
          {stale ? <Spinner size="small" accessibilityLabel="Counting" /> : <Badge>Not saved</Badge>}
        </InlineStack>
        <div aria-live="polite" className={styles.effect} data-stale={stale}>
          {answer?.ok === false && !stale ? (
            <BlockStack gap="200" inlineAlign="start">
              <Text as="p" tone="critical" breakWord>
                {answer.message}
              </Text>
              <Button onClick={again}>Count again</Button>
            </BlockStack>
          ) : answer?.ok !== true ? (
            <Text as="p" tone="subdued">
              Counting with the new settings…
            </Text>
          ) : (
            <Effect effect={answer.effect} format={format} />
          )}
        </div>
      </BlockStack>
    </Card>
  );
}

function Effect({ effect, format }: { effect: SettingsEffect; format: ShopFormat }) {
  const { before, after, customersMoved, customersExcluded, ordersExcluded } = effect;
  const figures: readonly (readonly [string, string, string])[] = [
    ["Buyers", format.count(before.buyers), format.count(after.buyers)],
    ["Orders", format.count(before.orders), format.count(after.orders)],
    ["Revenue", format.wholeMoney(BigInt(before.revenue)), format.wholeMoney(BigInt(after.revenue))],
  ];
  const changed = effect.groups.filter((group) => group.before !== group.after);
  return (
    <BlockStack gap="200">
      <dl className={styles.figures}>
        {figures.map(([term, from, to]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              {from === to ? (
                <span>{to}</span>
              ) : (
                <>
                  <span className={styles.from}>{from}</span> <span aria-label="becomes">→</span>{" "}
                  <strong>{to}</strong>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Text as="p">
        {customersMoved === 0
          ? "No customer changes group."
          : `${format.count(customersMoved)} ${plural(customersMoved, "customer changes", "customers change")} group.`}
        {customersExcluded + ordersExcluded === 0
          ? ""
          : ` ${format.count(customersExcluded)} ${plural(customersExcluded, "customer")} and ${format.count(ordersExcluded)} ${plural(ordersExcluded, "order")} are left out for a tag.`}
      </Text>
      {changed.length === 0 ? null : (
        <ul className={styles.groups}>
          {changed.map((group) => (
            <li key={group.group}>
              {`${groupWordings[group.group].name} ${format.count(group.before)} → ${format.count(group.after)}`}
            </li>
          ))}
        </ul>
      )}
    </BlockStack>
  );
}
