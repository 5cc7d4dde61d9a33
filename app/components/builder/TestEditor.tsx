import { Checkbox, Select, TextField } from "@shopify/polaris";

import type { DraftAmount, DraftTest } from "~/segments/draft/draft";
import { offeredOperators } from "~/segments/draft/offered";
import type { Lack } from "~/segments/draft/readTest";
import type { Subject } from "~/segments/draft/subject";
import { operators } from "~/segments/language/operators";

import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";
import { AmountField } from "./AmountField";
import styles from "./builder.module.css";
import { DateField, DayRange, PeriodField } from "./DayFields";
import { RealDates } from "./RealDates";
import { ValuesField } from "./ValuesField";

export type ChangeTest = (change: (test: DraftTest) => DraftTest, what?: string) => void;

/** What is asked of a value: the operator, and what it takes. */
export function TestEditor({
  label,
  subject,
  test,
  withoutValue,
  lack,
  onChange,
}: {
  /** What is tested, for readers who cannot see where an input stands. */
  label: string;
  subject: Subject;
  test: DraftTest;
  /** Of a negative operator: how many of those asked have no value; null: not known. */
  withoutValue: number | null;
  lack: Lack | undefined;
  onChange: ChangeTest;
}) {
  return (
    <>
      <Select
        label={`${label}: comparison`}
        labelHidden
        options={offeredOperators(subject, test.operator)}
        value={test.operator}
        onChange={(operator) => {
          onChange((before) => ({ ...before, operator: operator as DraftTest["operator"] }));
        }}
      />
      <Operand label={label} subject={subject} test={test} lack={lack} onChange={onChange} />
      {"negative" in operators[test.operator] ? (
        <WithoutValue noun={subject.noun} test={test} withoutValue={withoutValue} onChange={onChange} />
      ) : null}
    </>
  );
}

function Operand({
  label,
  subject,
  test,
  lack,
  onChange,
}: {
  label: string;
  subject: Subject;
  test: DraftTest;
  lack: Lack | undefined;
  onChange: ChangeTest;
}) {
  const errorOf = (input: Lack["input"]) => (lack?.input === input ? lack.message : undefined);
  const amount = (which: "amount" | "to", words: string) => (
    <AmountField
      label={words}
      subject={subject}
      amount={test[which]}
      error={errorOf(which)}
      onChange={(changed: DraftAmount, what) => {
        onChange((before) => ({ ...before, [which]: changed }), what);
      }}
    />
  );
  switch (operators[test.operator].operand) {
    case "none":
      return null;
    case "text":
      return (
        <div className={styles.wide}>
          <TextField
            label={`${label}: value`}
            labelHidden
            autoComplete="off"
            value={test.text}
            maxLength={255}
            error={errorOf("text")}
            helpText={
              test.text.trim() === test.text ? undefined : "The space at the beginning or end counts."
            }
            onChange={(text) => {
              onChange((before) => ({ ...before, text }), "text");
            }}
          />
        </div>
      );
    case "texts":
      return (
        <div className={styles.wide}>
          <ValuesField
            label={`${label}: values`}
            subject={subject}
            values={test.texts}
            error={errorOf("texts") ?? errorOf("text")}
            onChange={(texts) => {
              onChange((before) => ({ ...before, texts }));
            }}
          />
        </div>
      );
    case "amount":
      return amount("amount", `${label}: amount`);
    case "amounts":
      return (
        <>
          {amount("amount", `${label}: from`)}
          <span className={styles.word}>and</span>
          {amount("to", `${label}: to`)}
        </>
      );
    case "period":
      return (
        <>
          <PeriodField
            label={label}
            period={test.period}
            error={errorOf("period")}
            onChange={(period, what) => {
              onChange((before) => ({ ...before, period }), what);
            }}
          />
          <RealDates asked={test} />
        </>
      );
    case "date":
      return (
        <>
          <DateField
            label={`${label}: day`}
            day={test.date}
            error={errorOf("date")}
            onChange={(date) => {
              onChange((before) => ({ ...before, date }), "date");
            }}
          />
          <RealDates asked={test} />
        </>
      );
    case "dates":
      return (
        <>
          <DayRange
            label={label}
            from={test.date}
            to={test.toDate}
            errors={{ from: errorOf("date"), to: errorOf("toDate") }}
            onChange={(days) => {
              onChange((before) => ({ ...before, date: days.from, toDate: days.to }), "dates");
            }}
          />
          <RealDates asked={test} />
        </>
      );
  }
}

/** What becomes of those who have no value, which a negative operator leaves open. */
function WithoutValue({
  noun,
  test,
  withoutValue,
  onChange,
}: {
  noun: string;
  test: DraftTest;
  withoutValue: number | null;
  onChange: ChangeTest;
}) {
  const format = useFormat();
  const who =
    withoutValue === null
      ? `Also take in customers without a ${noun}`
      : `Also take in the ${format.count(withoutValue)} ${plural(withoutValue, "customer")} without a ${noun}`;
  return (
    <div className={styles.line}>
      <Checkbox
        label={who}
        checked={test.missing === "include"}
        onChange={(include) => {
          onChange((before) => ({ ...before, missing: include ? "include" : "exclude" }));
        }}
      />
    </div>
  );
}
