import { Autocomplete, BlockStack, InlineStack, Tag } from "@shopify/polaris";
import { useState } from "react";

import { useFormat } from "../ShopFormatContext";

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** Chooses among the tags that the store really uses, each with how many records carry it. */
export function TagPicker({
  label,
  help,
  tags,
  chosen,
  onChange,
}: {
  label: string;
  help: string;
  tags: readonly TagCount[];
  chosen: readonly string[];
  onChange: (tags: string[]) => void;
}) {
  const format = useFormat();
  const [input, setInput] = useState("");
  const wanted = input.trim().toLowerCase();
  // A chosen tag that no record carries any more can still be taken off the list.
  const gone = chosen
    .filter((tag) => !tags.some((known) => same(known.tag, tag)))
    .map((tag) => ({ tag, count: 0 }));
  const options = [...gone, ...tags]
    .filter(({ tag }) => tag.toLowerCase().includes(wanted))
    .slice(0, 50)
    .map(({ tag, count }) => ({ value: tag, label: `${tag} (${format.count(count)})` }));
  const selected = options
    .map((option) => option.value)
    .filter((tag) => chosen.some((other) => same(other, tag)));

  const change = (visible: string[]) => {
    const hidden = chosen.filter((tag) => !options.some((option) => same(option.value, tag)));
    onChange([...hidden, ...visible]);
  };
  const remove = (tag: string) => {
    onChange(chosen.filter((other) => other !== tag));
  };

  return (
    <BlockStack gap="200">
      <Autocomplete
        allowMultiple
        options={options}
        selected={selected}
        onSelect={change}
        listTitle="Tags of your store"
        emptyState={<span>No tag of your store matches.</span>}
        textField={
          <Autocomplete.TextField
            label={label}
            helpText={help}
            placeholder="Search tags"
            autoComplete="off"
            value={input}
            onChange={setInput}
          />
        }
      />
      {chosen.length === 0 ? null : (
        <InlineStack gap="100">
          {chosen.map((tag) => (
            <Tag
              key={tag}
              onRemove={() => {
                remove(tag);
              }}
            >
              {tag}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
