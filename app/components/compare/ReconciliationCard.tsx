import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";

import type { Reconciliation, ReconciliationReason, SpentMeaning } from "~/customers/figures";

import { plural } from "../format";
import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { figureWording, reasonWording, spentWording } from "./reasonWording";
import styles from "./ReconciliationCard.module.css";

/** One figure, from Shopify's number down to ours, reason by reason. */
export function ReconciliationCard({ line }: { line: Reconciliation }) {
  const format = useFormat();
  const { title, shopify, ours } = figureWording[line.figure];
  const write = (amount: bigint) => (line.unit === "money" ? format.money(amount) : format.count(amount));
  const scale = largest(line);
  return (
    <Card padding="0">
      <div className={styles.head}>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Verdict unexplained={line.unexplained} write={write} />
        </InlineStack>
      </div>
      <table className={styles.steps}>
        <caption className={styles.spoken}>{`${title}: from Shopify's number to Quintile's`}</caption>
        <tbody>
          <tr className={styles.end}>
            <th scope="row">
              <Label title="Shopify says" why={shopify} />
            </th>
            <td className={styles.bar}>
              {line.shopify === null ? null : <Bar from={0n} to={line.shopify} scale={scale} kind="end" />}
            </td>
            <td>{line.shopify === null ? "not available" : write(line.shopify)}</td>
          </tr>
          {steps(line).map(({ reason, amount, records, from, to }) => (
            <tr key={reason}>
              <th scope="row">
                <Label
                  title={reasonWording[reason].title}
                  why={reasonWords(reason, amount, records, line, format)}
                />
                {reasonWording[reason].setting === null ? null : (
                  <Link url={`/app/settings#${reasonWording[reason].setting}`}>Open the setting</Link>
                )}
              </th>
              <td className={styles.bar}>
                {line.shopify === null ? null : <Bar from={from} to={to} scale={scale} kind="reason" />}
              </td>
              <td>{`${amount < 0n ? "+" : "−"}${write(amount < 0n ? -amount : amount)}`}</td>
            </tr>
          ))}
          {line.unexplained === null || line.unexplained === 0n ? null : (
            <tr>
              <th scope="row">
                <Label
                  title="Not explained"
                  why="The difference that none of the reasons accounts for. Sync again; if it stays, tell us."
                />
              </th>
              <td className={styles.bar} />
              <td>{`${line.unexplained < 0n ? "+" : "−"}${write(line.unexplained < 0n ? -line.unexplained : line.unexplained)}`}</td>
            </tr>
          )}
          <tr className={styles.end}>
            <th scope="row">
              <Label title="Quintile says" why={ours} />
            </th>
            <td className={styles.bar}>
              <Bar from={0n} to={line.ours} scale={scale} kind="end" />
            </td>
            <td>{write(line.ours)}</td>
          </tr>
        </tbody>
      </table>
      {line.spentMeans === undefined || line.spentMeans.triedOn === 0 ? null : (
        <p className={styles.foot}>{spentSentence(line.spentMeans, format)}</p>
      )}
    </Card>
  );
}

function Verdict({ unexplained, write }: { unexplained: bigint | null; write: (amount: bigint) => string }) {
  if (unexplained === null) return <Badge>Not compared</Badge>;
  if (unexplained === 0n) return <Badge tone="success">Adds up</Badge>;
  return (
    <Badge tone="attention">{`${write(unexplained < 0n ? -unexplained : unexplained)} not explained`}</Badge>
  );
}

function Label({ title, why }: { title: string; why: string }) {
  return (
    <BlockStack>
      <Text as="span" fontWeight="medium">
        {title}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {why}
      </Text>
    </BlockStack>
  );
}

function Bar({ from, to, scale, kind }: { from: bigint; to: bigint; scale: bigint; kind: "end" | "reason" }) {
  const start = from < to ? from : to;
  const width = from < to ? to - from : from - to;
  // The thinnest bar still says "something": nothing gets none.
  if (width === 0n) return null;
  return (
    <span className={styles.track} aria-hidden="true">
      <span data-kind={kind} style={{ left: part(start, scale), width: part(width, scale) }} />
    </span>
  );
}

function part(amount: bigint, scale: bigint): string {
  return `${String(scale === 0n ? 0 : Number((amount * 10_000n) / scale) / 100)}%`;
}

/** Where each reason starts and ends on the way down from Shopify's number. */
function steps(line: Reconciliation) {
  let level = line.shopify ?? 0n;
  return line.reasons.map((reason) => {
    const from = level;
    level -= reason.amount;
    return { ...reason, from, to: level };
  });
}

function largest(line: Reconciliation): bigint {
  return [line.shopify ?? 0n, line.ours, ...steps(line).map((step) => step.to)].reduce(
    (a, b) => (a > b ? a : b),
    0n,
  );
}

function reasonWords(
  reason: ReconciliationReason,
  amount: bigint,
  records: number,
  line: Reconciliation,
  format: ShopFormat,
): string {
  const { why, added } = reasonWording[reason];
  const words = amount < 0n ? (added ?? why) : why;
  // Outside the visible window the records are customers: their orders cannot be seen.
  return line.unit === "money" && records > 0 && reason !== "outside_window"
    ? `${words} ${format.count(records)} ${plural(records, "order")}.`
    : words;
}

function spentSentence(
  { amount, countsCancelled, explains, triedOn }: SpentMeaning,
  format: ShopFormat,
): string {
  const cancelled = countsCancelled ? "cancelled orders included" : "without cancelled orders";
  return `Shopify does not say what its amount spent adds up. In your store it is ${spentWording[amount]}, ${cancelled}: that gives exactly Shopify's figure for ${format.count(explains)} of ${format.count(triedOn)} ${plural(triedOn, "customer")}.`;
}
