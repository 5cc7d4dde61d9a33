import { BlockStack, Card, Text } from "@shopify/polaris";

import type { HomeFigures } from "~/customers/figures";

import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { changeSentence, monthBefore, pointsSentence } from "./change";
import styles from "./KeyFigures.module.css";
import { Sparkline } from "./Sparkline";

interface Figure {
  readonly title: string;
  readonly counts: string;
  readonly now: string;
  readonly change: string;
  readonly values: readonly number[];
  readonly trend: string;
}

/** The four figures of the store, each with what it counts, how it moved, and its last thirteen months. */
export function KeyFigures({ figures }: { figures: HomeFigures }) {
  const format = useFormat();
  return (
    <Card padding="0">
      <dl className={styles.figures}>
        {keyFigures(figures, format).map((figure) => (
          <div key={figure.title} className={styles.figure}>
            <dt>
              <Text as="span" variant="bodyMd" fontWeight="medium">
                {figure.title}
              </Text>
            </dt>
            <dd className={styles.body}>
              <span className={styles.now}>{figure.now}</span>
              <Sparkline values={figure.values} label={figure.trend} />
              <BlockStack gap="050">
                <Text as="span" variant="bodySm">
                  {figure.change}
                </Text>
                <Text as="span" variant="bodySm" tone="subdued">
                  {figure.counts}
                </Text>
              </BlockStack>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function keyFigures(figures: HomeFigures, format: ShopFormat): Figure[] {
  const { customers, buyers, revenue, repeatRate } = figures;
  const none = "No earlier month to compare with yet";
  const customersBefore = monthBefore(customers.months);
  const buyersBefore = monthBefore(buyers.months);
  const revenueBefore = monthBefore(revenue.months);
  const rateBefore = monthBefore(repeatRate.months);
  const counted = (difference: number, month: string) =>
    changeSentence({ difference, words: format.count(Math.abs(difference)) }, month, format);
  const earned = (difference: bigint, month: string) =>
    changeSentence(
      { difference, words: format.compactMoney(difference < 0n ? -difference : difference) },
      month,
      format,
    );

  return [
    {
      title: "Customers",
      counts: "Everyone in your customer list",
      now: format.count(customers.now),
      change:
        customersBefore === null
          ? none
          : counted(customers.now - customersBefore.value, customersBefore.month),
      values: customers.months.map((month) => month.value),
      trend: trendWords(customers.months, format.count, format),
    },
    {
      title: "Buyers",
      counts: "Customers with at least one counted order",
      now: format.count(buyers.now),
      change: buyersBefore === null ? none : counted(buyers.now - buyersBefore.value, buyersBefore.month),
      values: buyers.months.map((month) => month.value),
      trend: trendWords(buyers.months, format.count, format),
    },
    {
      title: "Revenue",
      counts: "Value of all counted orders, since the first",
      now: format.compactMoney(revenue.now),
      change: revenueBefore === null ? none : earned(revenue.now - revenueBefore.value, revenueBefore.month),
      values: revenue.months.map((month) => Number(month.value)),
      trend: trendWords(revenue.months, format.compactMoney, format),
    },
    {
      title: "Repeat rate",
      counts: "Buyers with two or more counted orders",
      now: buyers.now === 0 ? "–" : format.percent(repeatRate.now),
      change:
        buyers.now === 0
          ? "No buyers to take it from yet"
          : rateBefore === null
            ? none
            : pointsSentence(repeatRate.now, rateBefore, format),
      values: repeatRate.months.map((month) => month.value),
      trend: trendWords(repeatRate.months, format.percent, format),
    },
  ];
}

function trendWords<Value>(
  months: readonly { readonly month: string; readonly value: Value }[],
  write: (value: Value) => string,
  format: ShopFormat,
): string {
  const first = months[0];
  const last = months.at(-1);
  if (first === undefined || last === undefined) return "No trend yet";
  return `From ${write(first.value)} in ${format.month(first.month)} to ${write(last.value)} now`;
}
