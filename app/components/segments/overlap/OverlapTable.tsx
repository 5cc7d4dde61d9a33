import { Button, Text } from "@shopify/polaris";

import type { OverlapRegion } from "~/segments/sizes/overlap";

import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import { ruleLink } from "../ruleLink";
import styles from "./Overlap.module.css";
import { slotNames } from "./overlapAddress";
import { inAny, inReadingOrder, type Overlap, regionRule, regionWords } from "./regions";

/** Every part of an overlap: who, how many, what they spent. */
export function OverlapTable({ overlap }: { overlap: Overlap }) {
  const total = inAny(overlap);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Customers who are</th>
          <th scope="col" data-end="true">
            Customers
          </th>
          <th scope="col" data-end="true">
            Share
          </th>
          <th scope="col" data-end="true">
            Revenue
          </th>
          <th scope="col">
            <Text as="span" visuallyHidden>
              What to do
            </Text>
          </th>
        </tr>
      </thead>
      <tbody>
        {inReadingOrder(overlap).map((region) => (
          <RegionRow key={region.within.join()} overlap={overlap} region={region} total={total} />
        ))}
      </tbody>
    </table>
  );
}

function RegionRow({
  overlap,
  region,
  total,
}: {
  overlap: Overlap;
  region: OverlapRegion;
  /** Everybody in one of the segments. */
  total: number;
}) {
  const format = useFormat();
  const words = regionWords(overlap, region);
  const share = total === 0 ? 0 : region.customers / total;
  return (
    <tr>
      <th scope="row" className={styles.who}>
        <div>
          <span className={styles.dots} aria-hidden="true">
            {overlap.segments.map(({ id }, place) => (
              <span key={id} data-slot={slotNames[place]} data-in={region.within.includes(id)}>
                {slotNames[place]}
              </span>
            ))}
          </span>
          {words}
        </div>
      </th>
      <td data-end="true" className={styles.customers}>
        {format.count(region.customers)}
        <span className={styles.phoneOnly}>{` ${plural(region.customers, "customer")}`}</span>
        <span className={styles.bar} aria-hidden="true">
          <span style={{ inlineSize: `${String(share * 100)}%` }} />
        </span>
      </td>
      <td data-end="true" className={styles.share}>
        {format.percent(share)}
      </td>
      <td data-end="true" className={styles.revenue}>
        {format.money(region.revenue)}
      </td>
      <td className={styles.make}>
        {region.customers === 0 ? null : (
          <Button
            variant="plain"
            url={ruleLink(regionRule(overlap, region))}
            accessibilityLabel={`Make a segment of these: ${words}`}
          >
            Make a segment of these
          </Button>
        )}
      </td>
    </tr>
  );
}
