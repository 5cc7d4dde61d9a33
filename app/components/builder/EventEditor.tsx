import { ActionList, Button, Popover, Select, Text } from "@shopify/polaris";
import { PlusIcon, XIcon } from "@shopify/polaris-icons";
import { useState } from "react";

import { beginFilter } from "~/segments/draft/begin";
import type { DraftEvent, DraftWindow } from "~/segments/draft/draft";
import { measureKey, measureOf, offeredMeasures } from "~/segments/draft/offered";
import type { NodeLack } from "~/segments/draft/readDraft";
import { filterSubject, subjectOf } from "~/segments/draft/subject";
import { eventOf, propertyOf } from "~/segments/language/events";

import styles from "./builder.module.css";
import type { ChangeCondition } from "./BuilderContext";
import { DateField, DayRange, PeriodField } from "./DayFields";
import { RealDates } from "./RealDates";
import { TestEditor } from "./TestEditor";

/** Something that customers did: which of it, how often or how much, and when. */
export function EventEditor({
  condition,
  withoutValue,
  lack,
  onChange,
}: {
  condition: DraftEvent;
  withoutValue: number | null;
  lack: NodeLack | undefined;
  onChange: ChangeCondition<DraftEvent>;
}) {
  const { label } = eventOf(condition.event);
  const subject = subjectOf(condition);
  const measures = offeredMeasures(condition.event);
  return (
    <div className={styles.event}>
      <Filters condition={condition} lack={lack} onChange={onChange} />
      <div className={styles.test}>
        {measures.length === 1 ? (
          <span className={styles.word}>{measures[0]?.label}</span>
        ) : (
          <Select
            label={`${label}: what is counted`}
            labelHidden
            options={measures}
            value={measureKey(condition.measure)}
            onChange={(key) => {
              onChange((before) => ({ ...before, measure: measureOf(key) }));
            }}
          />
        )}
        {subject === null ? null : (
          <TestEditor
            label={label}
            subject={subject}
            test={condition.test}
            withoutValue={withoutValue}
            lack={lack?.filter === null ? lack : undefined}
            onChange={(change, what) => {
              onChange((before) => ({ ...before, test: change(before.test) }), what);
            }}
          />
        )}
      </div>
      <WindowEditor
        label={label}
        window={condition.window}
        lack={lack?.filter === null ? lack : undefined}
        onChange={(window, what) => {
          onChange((before) => ({ ...before, window }), what);
        }}
      />
    </div>
  );
}

const windowOptions: readonly { value: DraftWindow["kind"]; label: string }[] = [
  { value: "ever", label: "at any time" },
  { value: "in_last", label: "in the last" },
  { value: "before_last", label: "longer ago than the last" },
  { value: "on", label: "on" },
  { value: "before", label: "before" },
  { value: "after", label: "after" },
  { value: "between_dates", label: "between" },
];

function WindowEditor({
  label,
  window,
  lack,
  onChange,
}: {
  label: string;
  window: DraftWindow;
  lack: NodeLack | undefined;
  onChange: (window: DraftWindow, what?: string) => void;
}) {
  const errorOf = (input: NodeLack["input"]) => (lack?.input === input ? lack.message : undefined);
  return (
    <div className={styles.test}>
      <Select
        label={`${label}: when`}
        labelHidden
        options={[...windowOptions]}
        value={window.kind}
        onChange={(kind) => {
          onChange({ ...window, kind: kind as DraftWindow["kind"] });
        }}
      />
      {window.kind === "in_last" || window.kind === "before_last" ? (
        <PeriodField
          label={label}
          period={window.period}
          error={errorOf("period")}
          onChange={(period, what) => {
            onChange({ ...window, period }, what && `window ${what}`);
          }}
        />
      ) : null}
      {window.kind === "on" || window.kind === "before" || window.kind === "after" ? (
        <DateField
          label={`${label}: day`}
          day={window.date}
          error={errorOf("date")}
          onChange={(date) => {
            onChange({ ...window, date }, "window date");
          }}
        />
      ) : null}
      {window.kind === "between_dates" ? (
        <DayRange
          label={label}
          from={window.date}
          to={window.toDate}
          errors={{ from: errorOf("date"), to: errorOf("toDate") }}
          onChange={(days) => {
            onChange({ ...window, date: days.from, toDate: days.to }, "window dates");
          }}
        />
      ) : null}
      {window.kind === "ever" ? null : <RealDates asked={window} />}
    </div>
  );
}

/** Which of the events count: all of them, or those that pass every filter. */
function Filters({
  condition,
  lack,
  onChange,
}: {
  condition: DraftEvent;
  lack: NodeLack | undefined;
  onChange: ChangeCondition<DraftEvent>;
}) {
  const { event, filters } = condition;
  const { label, properties } = eventOf(event);
  const [open, setOpen] = useState(false);
  if (Object.keys(properties).length === 0) return null;
  const add = (property: string) => {
    setOpen(false);
    const filter = beginFilter(event, property);
    if (filter) onChange((before) => ({ ...before, filters: [...before.filters, filter] }));
  };
  return (
    <>
      {filters.map((filter, place) => {
        const subject = filterSubject(event, filter);
        const name = propertyOf(event, filter.property)?.label ?? filter.property;
        return (
          <div key={place} className={styles.test}>
            <span className={styles.word}>{place === 0 ? "where" : "and"}</span>
            <span className={styles.property}>{name}</span>
            {subject === null ? (
              <Text as="span" tone="critical">
                This version of Quintile does not know this filter.
              </Text>
            ) : (
              <TestEditor
                label={`${label}, ${name}`}
                subject={subject}
                test={filter.test}
                withoutValue={null}
                lack={lack?.filter === place ? lack : undefined}
                onChange={(change, what) => {
                  onChange(
                    (before) => ({
                      ...before,
                      filters: before.filters.map((other, at) =>
                        at === place ? { ...other, test: change(other.test) } : other,
                      ),
                    }),
                    what && `filter ${String(place)} ${what}`,
                  );
                }}
              />
            )}
            <Button
              variant="tertiary"
              icon={XIcon}
              accessibilityLabel={`Remove the filter ${name}`}
              onClick={() => {
                onChange((before) => ({
                  ...before,
                  filters: before.filters.filter((_, at) => at !== place),
                }));
              }}
            />
          </div>
        );
      })}
      <div>
        <Popover
          active={open}
          onClose={() => {
            setOpen(false);
          }}
          activator={
            <Button
              variant="plain"
              icon={PlusIcon}
              disclosure
              onClick={() => {
                setOpen(!open);
              }}
            >
              {filters.length === 0 ? "Only some of them" : "Add a filter"}
            </Button>
          }
        >
          <ActionList
            actionRole="menuitem"
            items={Object.entries(properties).map(([property, { label: name }]) => ({
              content: name,
              onAction: () => {
                add(property);
              },
            }))}
          />
        </Popover>
      </div>
    </>
  );
}
