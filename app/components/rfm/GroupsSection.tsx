import { BlockStack, Box, Button, ButtonGroup, Card, EmptyState, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";

import type { GroupFigures, HomeFigures } from "~/customers/figures";
import type { RfmGroupId } from "~/customers/rfmGroups";

import { useFormat } from "../ShopFormatContext";
import { GroupBars } from "./GroupBars";
import { GroupGrid } from "./GroupGrid";
import type { Measure } from "./GroupGrid";
import { GroupPanel } from "./GroupPanel";
import styles from "./GroupsSection.module.css";
import { GroupTable } from "./GroupTable";
import { groupShares, pairedBars } from "./shares";

const measures: readonly { readonly id: Measure; readonly label: string }[] = [
  { id: "customers", label: "Customers" },
  { id: "revenue", label: "Revenue" },
];

/** The eleven groups three ways: the map for orientation, the bars for comparing, the table for reading exactly. */
export function GroupsSection({ figures }: { figures: HomeFigures }) {
  const format = useFormat();
  const [measure, setMeasure] = useState<Measure>("customers");
  const { groups } = figures;
  const [selected, setSelected] = useState<RfmGroupId>(() => firstToShow(groups));
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
                {`All ${format.count(figures.buyers.now)} buyers as of ${format.day(figures.analysisDate)}. Darker means a larger share.`}
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
      <Card>
        <BlockStack gap="300">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              Buyers against revenue
            </Text>
            <Text as="p" tone="subdued">
              Where the two bars differ most, a group weighs more, or less, than its size. Largest revenue
              first.
            </Text>
          </BlockStack>
          <GroupBars groups={groups} />
        </BlockStack>
      </Card>
      <Card padding="0">
        <Box padding="400" paddingBlockEnd="300">
          <Text as="h2" variant="headingMd">
            Groups in numbers
          </Text>
        </Box>
        <GroupTable groups={groups} />
      </Card>
    </BlockStack>
  );
}

/** Champions, or in a store without any the group that brought in the most. */
function firstToShow(groups: readonly GroupFigures[]): RfmGroupId {
  const champions = groups.find((group) => group.group === "champions");
  if (champions !== undefined && champions.customers > 0) return "champions";
  return pairedBars(groupShares(groups))[0]?.group ?? "champions";
}

function NoBuyers() {
  return (
    <Card>
      <EmptyState
        heading="No buyers yet"
        action={{ content: "Compare with Shopify", url: "/app/compare" }}
        image=""
      >
        <p>
          Your groups appear here with the first order that counts. If your store has orders already, the
          comparison with Shopify says why none of them counts.
        </p>
      </EmptyState>
    </Card>
  );
}
