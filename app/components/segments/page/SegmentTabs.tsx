import { useNavigation, useSearchParams } from "@remix-run/react";
import { Card, SkeletonBodyText, Tabs } from "@shopify/polaris";
import type { ReactNode } from "react";

import { type SegmentTab, segmentTabs } from "~/segments/overview/segmentPage";

import styles from "./SegmentTabs.module.css";

const titles: Readonly<Record<SegmentTab, string>> = {
  overview: "Overview",
  customers: "Customers",
  rule: "Rule",
  activity: "Activity",
};

/** The tabs of a segment's page; which one is open stands in the address. */
export function SegmentTabs({ open, children }: { open: SegmentTab; children: ReactNode }) {
  const { state, location } = useNavigation();
  const [, setSearchParams] = useSearchParams();
  // The tab that was pressed is shown as open at once; what it holds follows.
  const asked = state === "loading" ? new URLSearchParams(location.search).get("tab") : null;
  const pressed = segmentTabs.find((tab) => tab === asked) ?? open;
  return (
    <Tabs
      tabs={segmentTabs.map((tab) => ({ id: tab, content: titles[tab], panelID: `${tab}-panel` }))}
      selected={segmentTabs.indexOf(pressed)}
      onSelect={(place) => {
        // Shopify's own parameters stay in the address, and so does the state of the list.
        setSearchParams(
          (before) => {
            const next = new URLSearchParams(before);
            next.set("tab", segmentTabs[place] ?? "overview");
            return next;
          },
          { replace: true, preventScrollReset: true },
        );
      }}
    >
      <div className={styles.content}>{pressed === open ? children : <TabOnItsWay />}</div>
    </Tabs>
  );
}

/** Stands for what a tab holds until it is there. */
export function TabOnItsWay() {
  return (
    <Card>
      <SkeletonBodyText lines={8} />
    </Card>
  );
}
