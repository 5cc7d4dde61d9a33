import { Icon, Text } from "@shopify/polaris";
import { CheckCircleIcon, XCircleIcon } from "@shopify/polaris-icons";

import type { Consent } from "~/customers/profile";
import type { CustomerPage } from "~/segments/members/customerPage";

import { channelNames, gapOfOne } from "../reach/reachWording";
import { useFormat } from "../ShopFormatContext";
import styles from "./ReachOfOne.module.css";

/** Per channel whether somebody can be written to, and why not. */
export function ReachOfOne({
  reach,
  consents,
}: {
  reach: CustomerPage["reach"];
  consents: readonly Consent[];
}) {
  const format = useFormat();
  const sinceOf = (channel: Consent["channel"]) =>
    consents.find((consent) => consent.channel === channel)?.since ?? null;
  return (
    <ul className={styles.channels}>
      {reach.map(({ channel, gap }) => {
        const since = sinceOf(channel);
        const when = since === null ? "" : ` ${gap === null ? "Since" : "As of"} ${format.dayOf(since)}.`;
        return (
          <li key={channel} className={styles.channel}>
            <span className={styles.mark} data-reachable={gap === null}>
              <Icon source={gap === null ? CheckCircleIcon : XCircleIcon} />
            </span>
            <div>
              <Text as="p">
                <Text as="span" fontWeight="medium">
                  {channelNames[channel]}
                </Text>
                {gap === null ? ": reachable" : ": not reachable"}
              </Text>
              <Text as="p" variant="bodySm" tone="subdued">
                {gap === null
                  ? `They subscribed.${when}`
                  : `${gapOfOne(gap, channel)}${gap === "no_address" || gap === "invalid" ? "" : when}`}
              </Text>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
