import { Combobox, InlineStack, Listbox, Tag } from "@shopify/polaris";
import { useState } from "react";

import type { Subject } from "~/segments/draft/subject";

import { plural } from "../format";
import { countryName } from "../segments/useSentence";
import { useFormat } from "../ShopFormatContext";
import styles from "./builder.module.css";
import { useBuilder } from "./BuilderContext";
import { useSuggestions } from "./useSuggestions";

/** Values that an operator takes several of, offered from the store's own with how often they occur. */
export function ValuesField({
  label,
  subject,
  values,
  error,
  onChange,
}: {
  label: string;
  subject: Subject;
  values: readonly string[];
  error: string | undefined;
  onChange: (values: readonly string[]) => void;
}) {
  const format = useFormat();
  const { nameOf, learnName } = useBuilder();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const { suggestions, counted, loading, problem } = useSuggestions(open ? subject.source : null, typed);
  const { of, choices, codes } = subject;

  const nameOfValue = (value: string): string => {
    if (of !== undefined) return nameOf(of, value) ?? `${capital(of)} no. ${value}`;
    if (codes !== undefined) return countryName(value);
    return choices?.find((choice) => choice.value === value)?.label ?? value;
  };
  const isChosen = (value: string) => values.some((other) => same(other, value));
  const wanted = typed.trim();
  const offered: readonly Offered[] =
    choices === undefined
      ? suggestions.map(({ value, label, count }) => ({
          value,
          label: of === undefined ? nameOfValue(value) : label,
          count,
        }))
      : choices
          .filter((choice) => choice.label.toLowerCase().includes(wanted.toLowerCase()))
          .map((choice) => ({ ...choice, count: null }));
  // Ids and codes are chosen; anything else may be one that the store does not have yet.
  const isFree = of === undefined && codes === undefined && choices === undefined;
  const canAdd =
    isFree && wanted !== "" && !offered.some(({ value }) => same(value, wanted)) && !isChosen(wanted);

  const toggle = (value: string) => {
    if (of !== undefined) {
      const found = suggestions.find((suggestion) => suggestion.value === value);
      if (found) learnName(of, value, found.label);
    }
    onChange(isChosen(value) ? values.filter((other) => !same(other, value)) : [...values, value]);
    setTyped("");
  };

  return (
    <div className={styles.values}>
      <Combobox
        allowMultiple
        height="240px"
        onClose={() => {
          setOpen(false);
        }}
        activator={
          <Combobox.TextField
            label={label}
            labelHidden
            placeholder={isFree ? "Search or type a value" : "Search"}
            autoComplete="off"
            value={typed}
            maxLength={255}
            error={error}
            onFocus={() => {
              setOpen(true);
            }}
            onChange={(text) => {
              setOpen(true);
              setTyped(text);
            }}
          />
        }
      >
        {/* Not there while it is closed: what arrives late would make the input name an option that nobody sees. */}
        {open ? (
          <Listbox accessibilityLabel={label} onSelect={toggle}>
            {offered.map(({ value, label: name, count }) => (
              <Listbox.Option
                key={value}
                value={value}
                selected={isChosen(value)}
                accessibilityLabel={count === null ? name : `${name}, ${countedWords(count)}`}
              >
                <Listbox.TextOption selected={isChosen(value)}>
                  {count === null ? name : `${name} (${format.count(count)})`}
                </Listbox.TextOption>
              </Listbox.Option>
            ))}
            {canAdd ? (
              <Listbox.Action value={wanted} divider={offered.length > 0}>
                {`Add “${wanted}”`}
              </Listbox.Action>
            ) : null}
            {offered.length === 0 && !canAdd ? (
              <Listbox.Header>
                {problem ?? (loading ? "Looking …" : "The store has no value with these letters.")}
              </Listbox.Header>
            ) : null}
          </Listbox>
        ) : null}
      </Combobox>
      {values.length === 0 ? null : (
        <InlineStack gap="100">
          {values.map((value) => (
            <Tag
              key={value}
              onRemove={() => {
                onChange(values.filter((other) => other !== value));
              }}
            >
              {nameOfValue(value)}
            </Tag>
          ))}
        </InlineStack>
      )}
    </div>
  );

  function countedWords(count: number): string {
    return `${format.count(count)} ${plural(count, ...counted)}`;
  }
}

interface Offered {
  readonly value: string;
  readonly label: string;
  readonly count: number | null;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
