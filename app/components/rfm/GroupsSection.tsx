import { BlockStack, Box, Button, ButtonGroup, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";

import type { HomeFigures } from "~/customers/figures";
import type { RfmGroupId } from "~/customers/rfmGroups";

import { EmptyNotice } from "../EmptyNotice";
import { useFormat } from "../ShopFormatContext";
import { GroupGrid } from "./GroupGrid";
import type { Measure } from "./GroupGrid";
import { GroupPanel } from "./GroupPanel";
import styles from "./GroupsSection.module.css";
import { GroupTable } from "./GroupTable";
import { firstToShow, groupShares } from "./shares";

const measures: readonly { readonly id: Measure; readonly label: string }[] = [
  { id: "customers", label: "Customers" },
  { id: "revenue", label: "Revenue" },
];

/** The eleven groups: the map for orientation, then bars and numbers side by side. */
export function GroupsSection({ figures }: { figures: HomeFigures }) {
  const format = useFormat();
  const [measure, setMeasure] = useState<Measure>("customers");
  const { groups } = figures;
  const [selected, setSelected] = useState<RfmGroupId>(() => firstToShow(groups) ?? "champions");
  if (figures.buyers.now === 0) return <NoBuyers />;
  const group = groups.find((candidate) => candidate.group === selected);
  const share = groupShares(groups).find((candidate) => candidate.group === selected);
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="start" gap="300">
            <BlockStack gap="050">
              <Text as="h2" variant="headingMd">
                Who your buyers are
              </Text>
              <Text as="p" tone="subdued">
                {`${figures.buyers.now === 1 ? "One buyer" : `All ${format.count(figures.buyers.now)} buyers`} as of ${format.day(figures.analysisDate)}. Darker means a larger share.`}
              </Text>
            </BlockStack>
            <ButtonGroup variant="segmented">
              {measures.map(({ id, label }) => (
                <Button
                  key={id}
                  pressed={measure === id}
                  onClick={() => {
                    setMeasure(id);
                  }}
                >
                  {label}
                </Button>
              ))}
            </ButtonGroup>
          </InlineStack>
          <div className={styles.mapAndPanel}>
            <GroupGrid groups={groups} measure={measure} selected={selected} onSelect={setSelected} />
            {group === undefined || share === undefined ? null : (
              <div className={styles.panel}>
                <GroupPanel group={group} share={share} />
              </div>
            )}
          </div>
        </BlockStack>
      </Card>
      <Card padding="0">
        <Box padding="400" paddingBlockEnd="300">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              Buyers against revenue
            </Text>
            <Text as="p" tone="subdued">
              Where its two bars differ, a group brings in more, or less, than its size suggests.
            </Text>
          </BlockStack>
        </Box>
        <GroupTable groups={groups} />
      </Card>
    </BlockStack>
  );
}

function NoBuyers() {
  return (
    <EmptyNotice
      heading="No buyers yet"
      text="Your groups appear here with the first order that counts. If your store has orders already, the comparison with Shopify says why none of them counts."
      action={{ label: "Compare with Shopify", to: "/app/compare", primary: false }}
    />
  );
}
