import { Select, Text, TextField } from "@shopify/polaris";

import type { DraftAmount } from "~/segments/draft/draft";
import type { Subject } from "~/segments/draft/subject";
import type { ValueType } from "~/segments/language/operators";
import { type Population, populationsExplained } from "~/segments/language/populations";

import { useFormat } from "../ShopFormatContext";
import styles from "./builder.module.css";

/** What an amount is compared with, where it may be ranked: a number, or a share of others. */
const rankings: Readonly<Record<Population, string>> = {
  buyers: "% of buyers",
  unit_prices: "% of unit prices sold",
  order_gaps: "% of gaps between orders",
};

const units: Readonly<Partial<Record<ValueType, string>>> = { days: "days", percent: "%" };

/** An amount in the unit of what is tested: typed, right or wrong. */
export function AmountField({
  label,
  subject,
  amount,
  error,
  onChange,
}: {
  label: string;
  subject: Subject;
  amount: DraftAmount;
  error: string | undefined;
  onChange: (amount: DraftAmount, what?: string) => void;
}) {
  const { type, populations } = subject;
  const { symbol } = useFormat();
  const isRanked = amount.kind === "percentile";
  const number = isRanked ? amount.percentile : amount.number;
  return (
    <div className={styles.amount}>
      <div className={styles.number}>
        <TextField
          label={label}
          labelHidden
          autoComplete="off"
          inputMode="decimal"
          value={number}
          maxLength={30}
          error={error}
          {...(!isRanked && type === "money" ? { prefix: symbol } : {})}
          {...(!isRanked && units[type] !== undefined ? { suffix: units[type] } : {})}
          onChange={(typed) => {
            onChange(isRanked ? { ...amount, percentile: typed } : { ...amount, number: typed }, "amount");
          }}
        />
      </div>
      {populations.length === 0 ? null : (
        <Select
          label={`${label}, compared with`}
          labelHidden
          options={[
            { value: "number", label: type === "money" ? "an amount" : "a number" },
            ...populations.map((population) => ({ value: population, label: rankings[population] })),
          ]}
          value={isRanked ? amount.of : "number"}
          onChange={(chosen) => {
            onChange(
              chosen === "number"
                ? { ...amount, kind: "number" }
                : { ...amount, kind: "percentile", of: chosen as Population },
            );
          }}
        />
      )}
      {isRanked ? (
        <div className={styles.line}>
          <Text as="p" variant="bodySm" tone="subdued">
            {populationsExplained[amount.of]}
          </Text>
        </div>
      ) : null}
    </div>
  );
}
