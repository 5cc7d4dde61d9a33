import { BlockStack, List, Text } from "@shopify/polaris";

import type { LiveUpdates } from "~/history/health/health";

import { Facts, type Fact } from "../customer/Facts";
import { plural, type ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { timeAgo } from "../timeAgo";
import { useNow } from "../useNow";
import { HealthCard } from "./HealthCard";
import styles from "./lists.module.css";
import { durationWords, liveVerdict, refusals, spreadWords } from "./liveWording";
import { topicWords } from "./topicWording";

/** Whether what happens in the store comes through, how fast, and what does not. */
export function LiveUpdatesCard({ live, serverNow }: { live: LiveUpdates; serverNow: string }) {
  const format = useFormat();
  const now = useNow(serverNow);
  const { refused, subscriptions } = live;
  return (
    <HealthCard
      title="Live updates"
      about="Shopify tells Quintile what happens in your store, and your segments follow within seconds."
      verdict={liveVerdict(live, now)}
    >
      <Facts look="rows" facts={factsOf(live, now, format)} />
      {refused.length === 0 ? null : (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            Not understood in the last day
          </Text>
          <Text as="p" tone="subdued">
            Nothing is lost: the hourly check brings in what they were about.
          </Text>
          <ul className={styles.items}>
            {refused.map(({ topic, reason, webhooks, lastAt }) => (
              <li key={`${topic} ${reason}`}>
                <span>
                  {`${topicWords(topic).happened}: ${format.count(webhooks)} ${plural(webhooks, "time")}, last on ${format.time(lastAt)}`}
                </span>
                <Text as="span" variant="bodySm" tone="subdued">
                  {reason}
                </Text>
              </li>
            ))}
          </ul>
        </BlockStack>
      )}
      <Unsent refused={subscriptions.refused} />
    </HealthCard>
  );
}

/** What Shopify does not send, by the reason, and what to do. */
function Unsent({ refused }: { refused: LiveUpdates["subscriptions"]["refused"] }) {
  if (refused.length === 0) return null;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        Not sent by Shopify
      </Text>
      <ul className={styles.items}>
        {refusals(refused, (topic) => topicWords(topic).about).map(({ reason, about, action }) => (
          <li key={reason}>
            <span>{reason}</span>
            <Text as="span" variant="bodySm" tone="subdued">
              {action}
            </Text>
            <details>
              <summary>{`${String(about.length)} ${plural(about.length, "kind")} of change`}</summary>
              <List>
                {about.map((each) => (
                  <List.Item key={each}>{each}</List.Item>
                ))}
              </List>
            </details>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

function factsOf(live: LiveUpdates, now: number, format: ShopFormat): Fact[] {
  const { last, waiting, recent, arriving, applying } = live;
  return [
    {
      term: "Last heard",
      value:
        last === null
          ? "Nothing yet"
          : `${topicWords(last.topic).happened}, ${timeAgo(last.at, now) ?? format.time(last.at)}`,
      beside:
        last === null
          ? "The first change in your store shows here."
          : `${format.count(recent)} ${plural(recent, "update")} in the last day`,
    },
    {
      term: "Waiting to be applied",
      value: format.count(waiting.webhooks),
      beside:
        waiting.since === null
          ? null
          : `the first for ${durationWords(Math.max(0, now - Date.parse(waiting.since)), format)}`,
    },
    ...(arriving === null
      ? []
      : [{ term: "From your store to Quintile", value: sentence(spreadWords(arriving, format)) }]),
    ...(applying === null
      ? []
      : [{ term: "From there into your figures", value: sentence(spreadWords(applying, format)) }]),
  ];
}

function sentence(words: string): string {
  return words.replace(/^./, (letter) => letter.toUpperCase());
}
