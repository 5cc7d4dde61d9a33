import { BlockStack, Text } from "@shopify/polaris";

import type { SegmentOverview } from "~/segments/overview/segmentTabs";
import type { SegmentPage } from "~/segments/overview/segmentPage";

import { MovesChart } from "../../charts/MovesChart";
import { SizeChart } from "../../charts/SizeChart";
import { EmptyNotice } from "../../EmptyNotice";
import { ReachList } from "../../reach/ReachList";
import { GroupMix } from "./GroupMix";
import styles from "./OverviewTab.module.css";
import { Section } from "../../Section";
import { SegmentKeyFigures } from "./SegmentKeyFigures";

/** What a segment comes to and how it got there. */
export function OverviewTab({ page, overview }: { page: SegmentPage; overview: SegmentOverview }) {
  const { segment, analysisDate } = page;
  const { figures, reach, history } = overview;
  const counted = segment.count !== null;
  return (
    <BlockStack gap="400">
      {counted ? (
        <SegmentKeyFigures figures={figures} />
      ) : (
        <EmptyNotice
          heading={segment.active ? "The members are being found" : "This segment is switched off"}
          text={
            segment.active
              ? "This page fills as soon as every customer has been looked at."
              : "Nobody is kept in it, so there are no figures. Activate it, and its members are found within moments."
          }
        />
      )}
      {history.points.length === 0 && !counted ? null : (
        <Section title="Members over time">
          <SizeChart points={history.points} />
          <div className={styles.moves}>
            <Text as="h3" variant="headingSm">
              Entered and left
            </Text>
            <MovesChart history={history} today={analysisDate} />
          </div>
        </Section>
      )}
      {counted && figures.members > 0 ? (
        <div className={styles.columns}>
          <Section title="RFM groups of the members">
            <GroupMix figures={figures} />
          </Section>
          <Section title="Whom you can reach">
            <ReachList reach={reach} members={figures.members} />
          </Section>
        </div>
      ) : null}
    </BlockStack>
  );
}
