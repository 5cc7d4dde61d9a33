import { Banner, BlockStack, Card, Select, Text } from "@shopify/polaris";

import type { SegmentSummary } from "~/segments/overview/overview";

import { kinds, kindWords } from "../list/segmentList";
import styles from "./Overlap.module.css";
import { slotNames, type Slots } from "./overlapAddress";

/** Chooses two or three active segments. */
export function OverlapPickers({
  slots: { slots, tooMany },
  segments,
  onChoose,
}: {
  slots: Slots;
  segments: readonly SegmentSummary[];
  onChoose: (place: number, id: number | null) => void;
}) {
  const groups = kinds
    .map((kind) => ({
      title: kindWords[kind],
      options: segments
        .filter(({ topic, active }) => active && topic === kind)
        .map(({ id, name }) => ({ value: String(id), label: name })),
    }))
    .filter(({ options }) => options.length > 0);
  return (
    <Card>
      <BlockStack gap="300">
        <div className={styles.pickers}>
          {slots.map(({ id, problem }, place) => {
            const optional = place > 1;
            return (
              <Select
                key={slotNames[place]}
                label={`Segment ${slotNames[place] ?? ""}${optional ? " (if you like)" : ""}`}
                options={[{ value: "", label: optional ? "None" : "Choose a segment" }, ...groups]}
                value={id === null ? "" : String(id)}
                error={problem ?? undefined}
                onChange={(value) => {
                  onChoose(place, value === "" ? null : Number(value));
                }}
              />
            );
          })}
        </div>
        {tooMany ? (
          <Banner tone="info">
            <p>The address names more than three segments. The first three are compared.</p>
          </Banner>
        ) : null}
        <Text as="p" variant="bodySm" tone="subdued">
          Only active segments have members to compare.
        </Text>
      </BlockStack>
    </Card>
  );
}
