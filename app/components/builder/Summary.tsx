import { BlockStack, Card, Divider, Text } from "@shopify/polaris";

import type { PreviewedCount } from "~/segments/preview/preview";

import { plural } from "../format";
import { ReachList } from "../reach/ReachList";
import { useFormat } from "../ShopFormatContext";
import styles from "./builder.module.css";
import { Failed } from "./Failed";
import type { Preview } from "../segments/usePreview";

/** How many match, what they are of the whole, and whom of them can be written to; follows every change. */
export function Summary({ count, unfinished }: { count: Preview<"count">; unfinished: number }) {
  const { preview, stale, problem } = count;
  return (
    <Card>
      <BlockStack gap="300">
        <div className={styles.summary} data-stale={stale}>
          {/* There before its text changes, so that it is read out; only answers are, not what is on its way. */}
          <div role="status" aria-label="Customers who match" aria-busy={stale} className={styles.matching}>
            <Matching preview={preview} failed={problem !== null} />
          </div>
          <Shares preview={preview} />
        </div>
        <Text as="p" variant="bodySm" tone="subdued">
          {stale ? <span className={styles.running}>Still counting …</span> : null}
          {unfinished === 0
            ? "\u00a0"
            : `Without the ${unfinished === 1 ? "condition" : `${String(unfinished)} conditions`} not finished yet.`}
        </Text>
        {problem === null ? null : <Failed problem={problem} onRetry={count.retry} />}
        <Divider />
        <div className={styles.reach}>
          <Text as="h2" variant="headingSm">
            Whom you can reach
          </Text>
          {preview === null ? null : <ReachList reach={preview.reach} members={preview.members} />}
        </div>
      </BlockStack>
    </Card>
  );
}

/** The count once more where the summary scrolls away: on narrow screens. It is read out there already. */
export function CountOnTop({ count: { preview, stale, problem } }: { count: Preview<"count"> }) {
  const format = useFormat();
  return (
    <div className={styles.onTop} aria-hidden="true" data-stale={stale}>
      {preview === null
        ? problem === null
          ? "Counting"
          : "Not counted"
        : `${format.count(preview.members)} ${plural(preview.members, "customer matches", "customers match")}`}
    </div>
  );
}

function Matching({ preview, failed }: { preview: PreviewedCount | null; failed: boolean }) {
  const format = useFormat();
  return (
    <>
      <span className={styles.members}>{preview === null ? "–" : format.count(preview.members)}</span>
      <span className={styles.of}>
        {preview === null
          ? failed
            ? "not counted"
            : "counting"
          : plural(preview.members, "customer matches", "customers match")}
      </span>
    </>
  );
}

function Shares({ preview }: { preview: PreviewedCount | null }) {
  const format = useFormat();
  const share = (part: number, whole: number) => (whole === 0 ? "–" : format.percent(part / whole));
  const shares =
    preview === null
      ? { customers: "–", revenue: "–", spend: "\u00a0" }
      : {
          customers: share(preview.members, preview.customers),
          revenue: share(Number(preview.spend), Number(preview.totalSpend)),
          spend: format.compactMoney(BigInt(preview.spend)),
        };
  return (
    <dl className={styles.shares}>
      <div>
        <dt>Of all customers</dt>
        <dd>{shares.customers}</dd>
      </div>
      <div>
        <dt>Of all revenue</dt>
        <dd>
          {shares.revenue} <span className={styles.of}>{shares.spend}</span>
        </dd>
      </div>
    </dl>
  );
}

/** What saving would do to who is in the segment, and to what is built on it. */
export function ChangeCard({
  count,
  users,
}: {
  count: Preview<"count">;
  users: readonly { readonly id: number; readonly name: string }[];
}) {
  const format = useFormat();
  const change = count.preview?.change;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          If you save
        </Text>
        <div role="status" className={styles.change} data-stale={count.stale}>
          {change === null || change === undefined ? (
            "\u00a0"
          ) : change.entering === 0 && change.leaving === 0 ? (
            "Nobody enters and nobody leaves."
          ) : (
            <>
              <strong>{`+${format.count(change.entering)}`}</strong>
              {` ${plural(change.entering, "customer enters", "customers enter")}, `}
              <strong>{`−${format.count(change.leaving)}`}</strong>
              {` ${plural(change.leaving, "customer leaves", "customers leave")}, ${format.count(change.staying)} ${plural(change.staying, "stays", "stay")}.`}
            </>
          )}
        </div>
        {users.length === 0 ? null : (
          <Text as="p" variant="bodySm" tone="subdued" breakWord>
            {`Used by ${new Intl.ListFormat("en").format(users.map(({ name }) => `“${name}”`))}, which will follow.`}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
