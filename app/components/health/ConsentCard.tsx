import { BlockStack, Text } from "@shopify/polaris";

import { useFormat } from "../ShopFormatContext";
import { CountTable } from "./CountTable";
import { HealthCard } from "./HealthCard";
import { PartOnPage } from "./PartOnPage";
import { consentRows } from "./storedWording";
import { useHealthPart } from "./useHealthPart";

/** Of whom it is not known whether they may be written to. */
export function ConsentCard({ version }: { version: string | null }) {
  const format = useFormat();
  return (
    <HealthCard
      title="Gaps in consent"
      about="Who may be written to, and of whom that is not known. A customer can be in several lines."
    >
      <PartOnPage part={useHealthPart("consent", version)} lines={5}>
        {(gaps) => (
          <BlockStack gap="300">
            <CountTable
              caption="Customers, by what is known of their consent"
              rows={consentRows(gaps).map(({ id, title, means, customers }) => ({
                ...{ id, title, text: means, count: customers },
              }))}
            />
            <Text as="p" variant="bodySm" tone="subdued">
              {`Of ${format.count(gaps.customers)} customers, ${format.count(gaps.withEmail)} have an email address and ${format.count(gaps.withPhone)} a phone number.`}
            </Text>
          </BlockStack>
        )}
      </PartOnPage>
    </HealthCard>
  );
}
