import { daysOf, realDatesWording } from "~/segments/language/calendar";
import type { Condition, DateTest, EventWindow, Group, Node } from "~/segments/language/definition";
import { phraseOf } from "~/segments/language/wording";
import type { Words } from "~/segments/language/words";

import { groupWording } from "../../explain/groupWording";
import styles from "./RuleList.module.css";

/**
 * A rule as a list: each condition on a line of its own, with the days that it stands for on a day of the shop's; groups
 * indented under what they ask.
 */
export function RuleList({ group, words, today }: { group: Group; words: Words; today: string }) {
  return (
    <div className={styles.group}>
      <p>{groupWording(group)}</p>
      {group.items.length === 0 ? null : (
        <ul className={styles.items}>
          {group.items.map((item, place) => (
            <li key={place}>
              <Item item={item} words={words} today={today} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Item({ item, words, today }: { item: Node; words: Words; today: string }) {
  if (item.kind === "group") return <RuleList group={item} words={words} today={today} />;
  const days = relativeDays(item);
  return (
    <>
      <span className={styles.condition}>{phraseOf(item, words)}</span>
      {days === null ? null : (
        <span className={styles.days}>{realDatesWording(daysOf(days, today), words)}</span>
      )}
    </>
  );
}

/** What a condition says of days that move with today. */
function relativeDays(condition: Condition): DateTest | EventWindow | null {
  const asked = condition.kind === "event" ? condition.window : "test" in condition ? condition.test : null;
  return asked !== null && "period" in asked ? asked : null;
}
