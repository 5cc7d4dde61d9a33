import { BlockStack, Card, Checkbox } from "@shopify/polaris";

import type { ScoringSettings } from "~/customers/settings";

type Money = ScoringSettings["money"];

const rules: readonly { readonly id: keyof Money; readonly label: string; readonly help: string }[] = [
  {
    id: "subtractRefunds",
    label: "Subtract refunds, returns and edits",
    help: "An order is worth what the customer kept and paid for.",
  },
  { id: "includeTax", label: "Include tax", help: "Off: the tax of each order is taken off its value." },
  { id: "includeShipping", label: "Include shipping", help: "Off: what was paid for delivery is taken off." },
  {
    id: "includeGiftCards",
    label: "Count gift cards when they are sold",
    help: "Off: only what is later bought with a gift card counts.",
  },
  {
    id: "countUnpaid",
    label: "Count orders that are not paid yet",
    help: "Pending, authorized and partly paid orders. Voided ones never count.",
  },
  {
    id: "countRenewals",
    label: "Count subscription renewals",
    help: "Off: only the orders that customers place themselves count.",
  },
  {
    id: "countPointOfSale",
    label: "Count point of sale",
    help: "Off: orders from your physical shops are left out.",
  },
];

/** What an order is worth and which orders count; the same for every figure in the app. */
export function MoneyRules({ money, onChange }: { money: Money; onChange: (money: Money) => void }) {
  return (
    <Card>
      <BlockStack gap="300">
        {rules.map((rule) => (
          <Checkbox
            key={rule.id}
            label={rule.label}
            helpText={rule.help}
            checked={money[rule.id]}
            onChange={(checked) => {
              onChange({ ...money, [rule.id]: checked });
            }}
          />
        ))}
      </BlockStack>
    </Card>
  );
}
