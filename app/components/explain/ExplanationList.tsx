import { Icon, Text } from "@shopify/polaris";
import { CheckCircleIcon, XCircleIcon } from "@shopify/polaris-icons";

import type { ExplainedCondition, ExplainedGroup, ExplainedNode } from "~/segments/explain/explanation";
import { segmentSentence, tellCondition } from "~/segments/explain/sentences";
import type { Words } from "~/segments/language/words";

import styles from "./ExplanationList.module.css";
import { groupWording } from "./groupWording";

/**
 * Why a customer is in a segment or not: the answer, then every condition with a mark, what was asked, what the customer
 * has and when time alone will change it.
 */
export function ExplanationList({ explanation, words }: { explanation: ExplainedGroup; words: Words }) {
  return (
    <div className={styles.explanation}>
      <Text as="p" fontWeight="medium">
        {segmentSentence(explanation, words)}
      </Text>
      <Text as="p" tone="subdued">
        {groupWording(explanation)}
      </Text>
      <Items items={explanation.items} words={words} />
    </div>
  );
}

function Items({ items, words }: { items: readonly ExplainedNode[]; words: Words }) {
  if (items.length === 0) return null;
  return (
    <ul className={styles.items}>
      {items.map((item, place) => (
        <li key={place} className={styles.item}>
          <span className={styles.mark} data-holds={item.holds}>
            <Icon source={item.holds ? CheckCircleIcon : XCircleIcon} />
            {item.holds ? "Yes" : "No"}
          </span>
          {item.kind === "group" ? (
            <div>
              <Text as="p">{groupWording(item)}</Text>
              <Items items={item.items} words={words} />
            </div>
          ) : (
            <Condition explained={item} words={words} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Condition({ explained, words }: { explained: ExplainedCondition; words: Words }) {
  const { asked, own, later, others } = tellCondition(explained, words);
  const more = [later, others].filter((part) => part !== null).join(" ");
  return (
    <div>
      <p className={styles.asked}>{asked}</p>
      {own === null ? null : (
        <p className={styles.own}>
          Theirs: <bdi>{own}</bdi>
        </p>
      )}
      {more === "" ? null : <p className={styles.more}>{more}</p>}
    </div>
  );
}
