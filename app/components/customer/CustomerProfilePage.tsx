import { Badge, Banner, Page } from "@shopify/polaris";

import { groupWordings } from "~/customers/groups";
import type { CustomerPage } from "~/segments/members/customerPage";

import { nameOf } from "../customers/CustomerIndexTable";
import { Section } from "../Section";
import texts from "../texts.module.css";
import { AnySegment } from "./AnySegment";
import styles from "./CustomerProfilePage.module.css";
import { CustomerSegments } from "./CustomerSegments";
import { CustomerTimeline } from "./CustomerTimeline";
import { CustomerValues } from "./CustomerValues";
import { ReachOfOne } from "./ReachOfOne";
import { ScoreSentences } from "./ScoreSentences";
import { WhoTheyAre } from "./WhoTheyAre";

/** One customer: who they are, what they bought, how they score, what happened, and where they belong. */
export function CustomerProfilePage({ page }: { page: CustomerPage }) {
  const { profile, reach, memberships, segments, timeline } = page;
  const name = nameOf(profile);
  return (
    <div className={texts.breaking}>
      <Page
        title={name}
        titleMetadata={
          profile.scores === null ? null : <Badge>{groupWordings[profile.scores.group].name}</Badge>
        }
        backAction={{ content: "Segments", url: "/app/segments" }}
        secondaryActions={[
          {
            content: "Open in Shopify",
            url: `shopify://admin/customers/${profile.customerId}`,
            target: "_top",
          },
        ]}
        fullWidth
      >
        <div className={styles.columns}>
          <div className={styles.column}>
            {profile.excluded ? (
              <Banner tone="info" title="Nothing of this customer counts">
                <p>
                  They carry a tag that your settings leave out, so they are in no figure and in no RFM group.
                </p>
              </Banner>
            ) : null}
            <Section title="Orders and value">
              <CustomerValues profile={profile} />
            </Section>
            <Section title="Scores">
              <ScoreSentences profile={profile} />
            </Section>
            <Section title="Segments">
              <CustomerSegments
                customerId={profile.customerId}
                memberships={memberships}
                segments={segments}
              />
            </Section>
          </div>
          <div className={styles.column}>
            <Section title="Who they are">
              <WhoTheyAre profile={profile} />
            </Section>
            <Section title="Whether you can reach them">
              <ReachOfOne reach={reach} consents={profile.consents} />
            </Section>
            <Section title="Why in a segment, or why not">
              <AnySegment customerId={profile.customerId} segments={segments} />
            </Section>
          </div>
          <div className={styles.below}>
            <Section title="What happened">
              <CustomerTimeline customerId={profile.customerId} first={timeline} segments={segments} />
            </Section>
          </div>
        </div>
      </Page>
    </div>
  );
}
