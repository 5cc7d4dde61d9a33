import { BlockStack, Select } from "@shopify/polaris";
import { useState } from "react";

import type { CustomerPage } from "~/segments/members/customerPage";

import { WhyPanel } from "../explain/WhyPanel";

/** Says of any segment that is chosen why somebody is in it or not. */
export function AnySegment({
  customerId,
  segments,
}: {
  customerId: string;
  segments: CustomerPage["segments"];
}) {
  const [chosen, setChosen] = useState("");
  return (
    <BlockStack gap="300">
      <Select
        label="Segment"
        placeholder="Choose a segment"
        options={segments.map(({ id, name, active }) => ({
          value: String(id),
          label: active ? name : `${name} (off)`,
        }))}
        value={chosen}
        onChange={setChosen}
      />
      {chosen === "" ? null : <WhyPanel key={chosen} segmentId={Number(chosen)} customerId={customerId} />}
    </BlockStack>
  );
}
