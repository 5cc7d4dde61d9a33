import { Link } from "@remix-run/react";
import { BlockStack, Card, Text } from "@shopify/polaris";

import type { ShopFormat } from "../../format";
import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import styles from "./Overlap.module.css";
import { slotNames } from "./overlapAddress";
import { OverlapPicture } from "./OverlapPicture";
import { OverlapTable } from "./OverlapTable";
import { inAny, type Overlap } from "./regions";

/** How segments overlap: in a sentence, a picture and a table. */
export function OverlapAnswer({ overlap, loading }: { overlap: Overlap; loading: boolean }) {
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <div role="status">
          <Text as="h2" variant="headingMd">
            {takeaway(overlap, format)}
          </Text>
        </div>
        <div className={styles.answer} data-stale={loading}>
          <div className={styles.aside}>
            <OverlapPicture overlap={overlap} />
            <ul className={styles.legend}>
              {overlap.segments.map(({ id, name, members }, place) => (
                <li key={id}>
                  <b>{slotNames[place]}</b>
                  <Link to={`/app/segments/${String(id)}`}>{name}</Link>
                  <span>{format.count(members)}</span>
                </li>
              ))}
            </ul>
          </div>
          <OverlapTable overlap={overlap} />
        </div>
      </BlockStack>
    </Card>
  );
}

function takeaway(overlap: Overlap, format: ShopFormat): string {
  const shared =
    overlap.regions.find(({ within }) => within.length === overlap.segments.length)?.customers ?? 0;
  const all = inAny(overlap);
  if (all === 0) return "Nobody is in any of these segments.";
  const who = shared === 0 ? "Nobody" : format.count(shared);
  const where = overlap.segments.length === 2 ? "both" : "all three";
  const parts = overlap.segments
    .map(({ members }, place) =>
      members === 0 ? null : `${format.percent(shared / members)} of ${slotNames[place] ?? ""}`,
    )
    .filter((part) => part !== null);
  const of = shared === 0 ? "" : ` (${parts.join(", ")})`;
  return `${who} of ${format.count(all)} ${plural(all, "customer")} ${shared === 1 || shared === 0 ? "is" : "are"} in ${where}${of}.`;
}
