import { BlockStack, Box, InlineStack, Text } from "@shopify/polaris";

import { type Topic, topics } from "~/segments/catalogue/readyMade";
import type { GalleryEntry } from "~/segments/overview/gallery";
import type { SegmentsOverview } from "~/segments/overview/overview";

import { useFormat } from "../../ShopFormatContext";
import { useSentence } from "../useSentence";
import styles from "./Gallery.module.css";
import { ReadyMadeCard } from "./ReadyMadeCard";

const aboutTopics: Readonly<Record<Topic, string>> = {
  rfm: "By how recently, how often and for how much they bought, against your other buyers. Every buyer is in one of them.",
  purchases: "By what was bought, how often, for how much and when.",
  reach: "By whom you may write to, and where.",
  behaviour: "By what they did in your store.",
};

const sections = Object.entries(topics) as readonly (readonly [Topic, string])[];

/** The ready-made segments under their topics. */
export function Gallery({
  entries,
  overview,
}: {
  entries: readonly GalleryEntry[];
  overview: SegmentsOverview;
}) {
  const format = useFormat();
  const sentence = useSentence(overview.names);
  return (
    <BlockStack gap="600">
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <nav aria-label="Topics" className={styles.topics}>
          {sections.map(([topic, heading]) => (
            <a key={topic} href={`#${topic}`}>
              {`${heading} (${format.count(entries.filter((entry) => entry.topic === topic).length)})`}
            </a>
          ))}
        </nav>
      </Box>
      {sections.map(([topic, heading]) => (
        <section key={topic} id={topic} aria-labelledby={`${topic}-title`} className={styles.topic}>
          <BlockStack gap="300">
            <Box paddingInline={{ xs: "400", sm: "0" }}>
              <InlineStack gap="200" blockAlign="baseline">
                <Text as="h2" variant="headingMd" id={`${topic}-title`}>
                  {heading}
                </Text>
                <Text as="p" tone="subdued">
                  {aboutTopics[topic]}
                </Text>
              </InlineStack>
            </Box>
            <ul className={styles.cards}>
              {entries
                .filter((entry) => entry.topic === topic)
                .map((entry) => (
                  <ReadyMadeCard
                    key={entry.readyMade}
                    entry={entry}
                    rule={entry.definition === null ? null : sentence(entry.definition)}
                    customers={overview.customers}
                  />
                ))}
            </ul>
          </BlockStack>
        </section>
      ))}
    </BlockStack>
  );
}
