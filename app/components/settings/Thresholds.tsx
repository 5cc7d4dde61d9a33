import { BlockStack, Card, ChoiceList, InlineGrid, Text, TextField } from "@shopify/polaris";

import { limitKey } from "./draft";
import type { DraftErrors, LimitName, SettingsDraft } from "./draft";

interface LimitWords {
  readonly name: LimitName;
  readonly title: string;
  readonly help: string;
  readonly labels: readonly [string, string, string, string];
}

const limitWords: readonly LimitWords[] = [
  {
    name: "recencyDays",
    title: "Recency: days since the last order",
    help: "Few days are a high score. Longer ago than the last limit is score 1.",
    labels: ["Score 5, up to", "Score 4, up to", "Score 3, up to", "Score 2, up to"],
  },
  {
    name: "orders",
    title: "Frequency: number of orders",
    help: "More than the last limit is score 5.",
    labels: ["Score 1, up to", "Score 2, up to", "Score 3, up to", "Score 4, up to"],
  },
  {
    name: "spend",
    title: "Value: amount spent",
    help: "More than the last limit is score 5.",
    labels: ["Score 1, up to", "Score 2, up to", "Score 3, up to", "Score 4, up to"],
  },
];

/** Where one score ends and the next begins: the store's own fifths, or limits that the merchant sets. */
export function Thresholds({
  draft,
  errors,
  currency,
  onChange,
}: {
  draft: SettingsDraft;
  errors: DraftErrors;
  currency: string;
  onChange: (change: Pick<SettingsDraft, "method" | "limits">) => void;
}) {
  const { method, limits } = draft;
  const units: Readonly<Record<LimitName, string>> = {
    recencyDays: "days",
    orders: "orders",
    spend: currency,
  };
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title="Limits of the scores"
          titleHidden
          selected={[method]}
          onChange={([chosen]) => {
            onChange({ method: chosen === "own" ? "own" : "quintiles", limits });
          }}
          choices={[
            {
              value: "quintiles",
              label: "Fifths of my own buyers (recommended)",
              helpText: "Each score holds about a fifth of your buyers. The limits follow your store.",
            },
            {
              value: "own",
              label: "My own limits",
              helpText: "The limits stay where you set them. They start at your current ones.",
            },
          ]}
        />
        {method === "own"
          ? limitWords.map(({ name, title, help, labels }) => (
              <BlockStack gap="200" key={name} role="group" aria-labelledby={`limits-${name}`}>
                <BlockStack>
                  <Text as="h3" variant="headingSm" id={`limits-${name}`}>
                    {title}
                  </Text>
                  <Text as="p" tone="subdued">
                    {help}
                  </Text>
                </BlockStack>
                <InlineGrid columns={{ xs: 2, lg: 4 }} gap="300">
                  {labels.map((label, index) => (
                    <TextField
                      key={label}
                      label={label}
                      autoComplete="off"
                      inputMode={name === "spend" ? "decimal" : "numeric"}
                      suffix={units[name]}
                      value={limits[name][index] ?? ""}
                      error={errors[limitKey(name, index)]}
                      onChange={(value) => {
                        onChange({ method, limits: { ...limits, [name]: limits[name].with(index, value) } });
                      }}
                    />
                  ))}
                </InlineGrid>
              </BlockStack>
            ))
          : null}
      </BlockStack>
    </Card>
  );
}
