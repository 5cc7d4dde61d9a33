import { BlockStack, Link, Text } from "@shopify/polaris";

import { explainScores } from "~/customers/explain";
import { groupWordings } from "~/customers/groups";
import type { CustomerProfile } from "~/customers/profile";

import { useFormat } from "../ShopFormatContext";
import styles from "./ScoreSentences.module.css";

/** Somebody's scores and RFM group, each explained in a sentence. */
export function ScoreSentences({ profile }: { profile: CustomerProfile }) {
  const format = useFormat();
  const { scores, value, limits } = profile;
  if (scores === null) {
    return (
      <Text as="p" tone="subdued">
        Scores and an RFM group come with the first order that counts.
      </Text>
    );
  }
  const why = explainScores({ ...scores, ...value }, limits, format.money);
  const { name, meaning } = groupWordings[scores.group];
  const told = [
    { title: "Recency", score: scores.recency, sentence: why.recency },
    { title: "Frequency", score: scores.frequency, sentence: why.frequency },
    { title: "Value", score: scores.monetary, sentence: why.monetary },
  ];
  return (
    <BlockStack gap="300">
      <Text as="p">
        <Link url={`/app/groups/${scores.group}`}>{name}</Link>
        {`: ${meaning}`}
      </Text>
      <dl className={styles.scores}>
        {told.map(({ title, score, sentence }) => (
          <div key={title}>
            <dt>
              <span className={styles.score} data-score={score} aria-hidden="true">
                {score}
              </span>
              <span className={styles.title}>
                {title}
                <span className={styles.of}>{` ${String(score)} of 5`}</span>
              </span>
            </dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
      {limits.method === "quintiles_low_confidence" ? (
        <Text as="p" variant="bodySm" tone="subdued">
          With fewer than 500 buyers these limits are unsteady: a few orders move them.
        </Text>
      ) : null}
    </BlockStack>
  );
}
