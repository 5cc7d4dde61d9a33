import { Text } from "@shopify/polaris";

import { enteredBecause } from "~/segments/members/causeWording";
import type { CustomerPage } from "~/segments/members/customerPage";

import { WhyButton } from "../explain/WhyButton";
import { plural } from "../format";
import { SegmentLink } from "../segments/page/SegmentLink";
import { useFormat } from "../ShopFormatContext";
import styles from "./CustomerSegments.module.css";

/** The segments that somebody is in, since when, and why. */
export function CustomerSegments({
  customerId,
  memberships,
  segments,
}: {
  customerId: string;
  memberships: CustomerPage["memberships"];
  segments: CustomerPage["segments"];
}) {
  const format = useFormat();
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const shown = memberships.flatMap((membership) => {
    const segment = byId.get(membership.segmentId);
    return segment === undefined ? [] : [{ ...membership, segment }];
  });
  if (shown.length === 0) {
    return (
      <Text as="p" tone="subdued">
        They are in no active segment.
      </Text>
    );
  }
  return (
    <>
      <Text as="p" tone="subdued">
        {`In ${format.count(shown.length)} ${plural(shown.length, "segment")}, those entered last first.`}
      </Text>
      <ul className={styles.segments}>
        {shown.map(({ segment, enteredAt, cause }) => (
          <li key={segment.id}>
            <div className={styles.what}>
              <SegmentLink segment={segment} />
              <Text as="p" variant="bodySm" tone="subdued">
                {`Since ${format.dayOf(enteredAt)}: ${enteredBecause[cause].replace(/^./, (letter) => letter.toLowerCase())}`}
              </Text>
            </div>
            <WhyButton
              segmentId={segment.id}
              customerId={customerId}
              about={`Why they are in ${segment.name}`}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
