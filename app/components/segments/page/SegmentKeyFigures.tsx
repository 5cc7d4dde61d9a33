import { Card, Text } from "@shopify/polaris";

import type { SegmentFigures } from "~/segments/sizes/figures";

import { plural, type ShopFormat } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import styles from "./SegmentKeyFigures.module.css";

interface Figure {
  readonly title: string;
  readonly value: string;
  /** What makes the number say something. */
  readonly beside: string;
}

/** What the members of a segment come to, in a handful of numbers. */
export function SegmentKeyFigures({ figures }: { figures: SegmentFigures }) {
  const format = useFormat();
  return (
    <Card padding="0">
      <dl className={styles.figures}>
        {keyFigures(figures, format).map(({ title, value, beside }) => (
          <div key={title} className={styles.figure}>
            <dt>
              <Text as="span" fontWeight="medium">
                {title}
              </Text>
            </dt>
            <dd>
              <span className={styles.value}>{value}</span>
              <Text as="span" variant="bodySm" tone="subdued">
                {beside}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function keyFigures(figures: SegmentFigures, format: ShopFormat): Figure[] {
  const { members, buyers, orders, daysSinceLastOrder: days } = figures;
  const share = (part: number | null, of: string) =>
    part === null ? "–" : `${format.percent(part)} of ${of}`;
  return [
    {
      title: "Members",
      value: format.count(members),
      beside: share(figures.shareOfCustomers, "all customers"),
    },
    {
      title: "Revenue",
      value: format.compactMoney(figures.revenue),
      beside: share(figures.shareOfRevenue, "all revenue"),
    },
    {
      title: "Average order",
      value: figures.averageOrderValue === null ? "–" : format.money(figures.averageOrderValue),
      beside: "over all their counted orders",
    },
    {
      title: "Orders",
      value: format.count(orders),
      beside:
        buyers === 0
          ? "none of them has bought"
          : `${format.decimal(orders / buyers)} each, of ${format.count(buyers)} ${plural(buyers, "buyer")}`,
    },
    {
      title: "Last order",
      value: days === null ? "–" : format.days(days.median),
      beside:
        days === null
          ? "none of them has bought"
          : `ago, the median; half of them ${format.count(Math.round(days.lower))} to ${format.days(days.upper)} ago`,
    },
  ];
}
