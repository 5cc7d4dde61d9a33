import { Banner, BlockStack } from "@shopify/polaris";

import type { SegmentAct } from "./acts";
import { SegmentLinks } from "./SegmentLinks";
import type { ActRefusal } from "./useSegmentActs";

const titles: Readonly<Record<SegmentAct, string>> = {
  activate: "The segment was not activated",
  deactivate: "The segment was not deactivated",
  delete: "The segment was not deleted",
  refresh: "The members were not refreshed",
};

/** Why something that was asked of a segment was not done, with links to what stands in its way. */
export function RefusalBanner({ refusal, onDismiss }: { refusal: ActRefusal; onDismiss: () => void }) {
  return (
    <Banner tone="critical" title={titles[refusal.act]} onDismiss={onDismiss}>
      <BlockStack gap="200">
        <p>{refusal.message}</p>
        {refusal.users.length === 0 ? null : <SegmentLinks users={refusal.users} />}
      </BlockStack>
    </Banner>
  );
}
