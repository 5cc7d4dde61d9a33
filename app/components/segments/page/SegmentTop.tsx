import { Banner, Button, Text } from "@shopify/polaris";

import type { SegmentPage } from "~/segments/overview/segmentPage";

import { plural } from "../../format";
import { useSentence } from "../useSentence";
import { useFormat } from "../../ShopFormatContext";
import { timeAgo } from "../../timeAgo";
import { useNow } from "../../useNow";
import styles from "./SegmentTop.module.css";

/** Above the tabs: whom a segment means, how many they are, and since when that holds. */
export function SegmentTop({
  page: { segment, names, customers },
  serverNow,
  refreshing,
  onRefresh,
}: {
  page: SegmentPage;
  serverNow: string;
  refreshing: boolean;
  onRefresh: () => void;
}) {
  const format = useFormat();
  const sentence = useSentence(names);
  const now = useNow(serverNow);
  const { count } = segment;
  return (
    <div className={styles.top}>
      {segment.definition === null ? (
        <Banner tone="warning" title="The rule of this segment cannot be read">
          <p>{`${segment.unreadable ?? ""} Its members stay as they were last found.`}</p>
        </Banner>
      ) : (
        <p className={styles.sentence}>{sentence(segment.definition)}</p>
      )}
      <div className={styles.facts}>
        {!segment.active ? (
          <Text as="span" tone="subdued">
            Switched off: nobody is kept in it.
          </Text>
        ) : count === null ? (
          <Text as="span" tone="subdued">
            Its members are being found.
          </Text>
        ) : (
          <>
            <span>
              <strong>{`${format.count(count.members)} ${plural(count.members, "member")}`}</strong>
              {customers === 0 ? "" : `, ${format.percent(count.members / customers)} of all customers`}
            </span>
            <span
              className={styles.fresh}
              title={`${format.time(count.evaluatedAt)}, as of ${format.day(count.evaluatedOn)}`}
            >
              {`Updated ${timeAgo(count.evaluatedAt, now) ?? format.time(count.evaluatedAt)}`}
            </span>
            {segment.definition === null ? null : (
              <Button variant="plain" loading={refreshing} onClick={onRefresh}>
                Refresh now
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
