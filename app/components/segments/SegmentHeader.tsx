import { Banner, BlockStack, Card, Text } from "@shopify/polaris";

import type { SegmentsOverview, SegmentSummary } from "~/segments/overview/overview";

import { useFormat } from "../ShopFormatContext";
import styles from "./SegmentHeader.module.css";
import { useSentence } from "./useSentence";

/** Who is in a segment, how many they are, and one thing to try. */
export function SegmentHeader({
  segment,
  overview,
}: {
  segment: SegmentSummary;
  overview: SegmentsOverview;
}) {
  const format = useFormat();
  const sentence = useSentence(overview.names);
  const { count } = segment;
  return (
    <Card>
      <div className={styles.header}>
        <BlockStack gap="300">
          {segment.definition === null ? (
            <Banner tone="warning" title="The rule of this segment cannot be read">
              <p>{`${segment.unreadable ?? ""} Its members stay as they were last found.`}</p>
            </Banner>
          ) : (
            <Text as="p" variant="bodyLg" breakWord>
              {sentence(segment.definition)}
            </Text>
          )}
          {segment.description === "" ? null : (
            <Text as="p" tone="subdued" breakWord>
              {segment.description}
            </Text>
          )}
          {segment.advice === null ? null : (
            <BlockStack gap="050">
              <Text as="h2" variant="headingSm">
                An idea to try
              </Text>
              <Text as="p">{segment.advice}</Text>
            </BlockStack>
          )}
        </BlockStack>
        <dl className={styles.facts}>
          <div>
            <dt>Members</dt>
            <dd>
              <span className={styles.value}>{count === null ? "–" : format.count(count.members)}</span>
              <span className={styles.of}>
                {count === null || overview.customers === 0
                  ? "not counted yet"
                  : `${format.percent(count.members / overview.customers)} of all customers`}
              </span>
            </dd>
          </div>
          {count === null ? null : (
            <div>
              <dt>Last counted</dt>
              <dd>
                <span>{`As of ${format.day(count.evaluatedOn)}`}</span>
                <span className={styles.of}>{`at ${format.time(count.evaluatedAt)}`}</span>
              </dd>
            </div>
          )}
        </dl>
      </div>
    </Card>
  );
}
