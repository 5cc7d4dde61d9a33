import { Badge, BlockStack, Button, InlineStack, Link, List, Text } from "@shopify/polaris";

import type { SegmentPage } from "~/segments/overview/segmentPage";

import { useFormat } from "../../ShopFormatContext";
import { useSentence, useWords } from "../useSentence";
import { RuleList } from "./RuleList";
import styles from "./RuleTab.module.css";
import { Section } from "../../Section";
import { SegmentLink } from "./SegmentLink";
import { SegmentLinks } from "./SegmentLinks";

/** A segment's rule in full, what it is for, and what hangs together with it. */
export function RuleTab({ page }: { page: SegmentPage }) {
  const format = useFormat();
  const { segment, names, analysisDate } = page;
  const { definition } = segment;
  const sentence = useSentence(names);
  const words = useWords(names);
  return (
    <div className={styles.columns}>
      <Section title="Who is in it">
        {definition === null ? (
          <Text as="p" breakWord>
            {segment.unreadable ?? ""}
          </Text>
        ) : (
          <>
            <p className={styles.sentence}>{sentence(definition)}</p>
            <RuleList group={definition.where} words={words} today={analysisDate} />
            <Text as="p" variant="bodySm" tone="subdued">
              {`Days count back from ${format.day(analysisDate)}, your store's day. Which orders count is decided in the `}
              <Link url="/app/settings">settings</Link>.
            </Text>
          </>
        )}
      </Section>
      <BlockStack gap="400">
        <About page={page} />
        <Section title="Where it is used">
          {segment.users.length === 0 ? (
            <Text as="p" tone="subdued">
              No other segment speaks of it.
            </Text>
          ) : (
            <SegmentLinks users={segment.users} />
          )}
        </Section>
        {segment.uses.length === 0 ? null : (
          <Section title="What it uses">
            <List>
              {segment.uses.map((used) => (
                <List.Item key={used.id}>
                  <SegmentLink segment={used} /> {used.active ? null : <Badge>Off</Badge>}
                </List.Item>
              ))}
            </List>
          </Section>
        )}
      </BlockStack>
    </div>
  );
}

function About({ page: { segment } }: { page: SegmentPage }) {
  const { description, advice, numbers, changedByHand, id } = segment;
  if (description === "" && advice === null && numbers.length === 0) return null;
  return (
    <Section title="What it is for">
      {description === "" ? null : <p className={styles.description}>{description}</p>}
      {advice === null ? null : (
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm">
            An idea to try
          </Text>
          <Text as="p">{advice}</Text>
        </BlockStack>
      )}
      {numbers.length === 0 ? null : (
        <BlockStack gap="200">
          <BlockStack gap="050">
            <Text as="h3" variant="headingSm">
              {numbers.length === 1 ? "A number that you can choose" : "Numbers that you can choose"}
            </Text>
            <Text as="p">
              {numbers.join(" · ")}
              {changedByHand
                ? ". The rule was changed by hand; choosing numbers makes it the ready-made one again."
                : ""}
            </Text>
          </BlockStack>
          <InlineStack>
            <Button url={`/app/segments/${String(id)}/numbers`}>
              {numbers.length === 1 ? "Choose its number" : "Choose its numbers"}
            </Button>
          </InlineStack>
        </BlockStack>
      )}
    </Section>
  );
}
