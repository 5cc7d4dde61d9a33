import { Select, TextField } from "@shopify/polaris";

import type { DraftPeriod } from "~/segments/draft/draft";

import styles from "./builder.module.css";

/** So many of the shop's days or months, counted back from its today. */
export function PeriodField({
  label,
  period,
  error,
  onChange,
}: {
  label: string;
  period: DraftPeriod;
  error: string | undefined;
  onChange: (period: DraftPeriod, what?: string) => void;
}) {
  return (
    <div className={styles.amount}>
      <div className={styles.number}>
        <TextField
          label={`${label}: how many days or months`}
          labelHidden
          autoComplete="off"
          inputMode="numeric"
          value={period.count}
          maxLength={6}
          error={error}
          onChange={(count) => {
            onChange({ ...period, count }, "period");
          }}
        />
      </div>
      <Select
        label={`${label}: days or months`}
        labelHidden
        options={[
          { value: "days", label: period.count.trim() === "1" ? "day" : "days" },
          { value: "months", label: period.count.trim() === "1" ? "month" : "months" },
        ]}
        value={period.unit}
        onChange={(unit) => {
          onChange({ ...period, unit: unit as DraftPeriod["unit"] });
        }}
      />
    </div>
  );
}

/** One of the shop's days: the browser's own calendar, which works with the keyboard and knows no time zone. */
export function DateField({
  label,
  day,
  error,
  onChange,
}: {
  label: string;
  day: string;
  error: string | undefined;
  onChange: (day: string) => void;
}) {
  return (
    <div className={styles.day}>
      <TextField
        label={label}
        labelHidden
        autoComplete="off"
        type="date"
        value={day}
        error={error}
        onChange={onChange}
      />
    </div>
  );
}

/** Two days and all between them. */
export function DayRange({
  label,
  from,
  to,
  errors,
  onChange,
}: {
  label: string;
  from: string;
  to: string;
  errors: { readonly from: string | undefined; readonly to: string | undefined };
  onChange: (days: { readonly from: string; readonly to: string }) => void;
}) {
  return (
    <>
      <DateField
        label={`${label}: first day`}
        day={from}
        error={errors.from}
        onChange={(day) => {
          onChange({ from: day, to });
        }}
      />
      <span className={styles.word}>and</span>
      <DateField
        label={`${label}: last day`}
        day={to}
        error={errors.to}
        onChange={(day) => {
          onChange({ from, to: day });
        }}
      />
    </>
  );
}
