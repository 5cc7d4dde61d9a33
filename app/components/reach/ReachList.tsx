import { Text } from "@shopify/polaris";

import type { Reach } from "~/segments/reach/reach";

import { useFormat } from "../ShopFormatContext";
import styles from "./ReachList.module.css";
import { channelNames, gapOfMany } from "./reachWording";

/** How many of some customers can be written to, channel by channel, and what keeps the others out of reach. */
export function ReachList({ reach, members }: { reach: Reach; members: number }) {
  const format = useFormat();
  return (
    <ul className={styles.channels}>
      {reach.map(({ channel, reachable, gaps }) => {
        const share = members === 0 ? 0 : reachable / members;
        const reasons = gaps.filter(({ customers }) => customers > 0);
        return (
          <li key={channel} className={styles.channel}>
            <div className={styles.line}>
              <Text as="span" fontWeight="medium">
                {channelNames[channel]}
              </Text>
              <span className={styles.figure}>
                {format.count(reachable)}{" "}
                <span className={styles.of}>
                  {members === 0 ? "reachable" : `reachable, ${format.percent(share)}`}
                </span>
              </span>
            </div>
            <span className={styles.track} aria-hidden="true">
              <span style={{ inlineSize: `${String(share * 100)}%` }} />
            </span>
            {reasons.length === 0 ? null : (
              <Text as="p" variant="bodySm" tone="subdued">
                {reasons
                  .map(
                    ({ reason, customers }) =>
                      `${format.count(customers)} ${gapOfMany(reason, channel, customers)}`,
                  )
                  .join(" · ")}
              </Text>
            )}
          </li>
        );
      })}
    </ul>
  );
}
