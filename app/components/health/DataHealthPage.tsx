import { Page } from "@shopify/polaris";

import type { Awaited, Checks, LiveUpdates } from "~/history/health/health";

import { useSeldom } from "../useSeldom";
import { AwaitedCard } from "./AwaitedCard";
import { ChecksCard } from "./ChecksCard";
import { ConsentCard } from "./ConsentCard";
import styles from "./DataHealthPage.module.css";
import { DuplicatesCard } from "./DuplicatesCard";
import { LiveUpdatesCard } from "./LiveUpdatesCard";
import { OrdersCard } from "./OrdersCard";

export interface DataHealth {
  readonly live: LiveUpdates;
  readonly checks: Checks;
  readonly awaited: readonly Awaited[];
  /** Of the shop's data: what takes a look at all that is stored is asked for again when it is another, once a minute at most. */
  readonly version: string | null;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** How complete and how current what Quintile shows is: first what keeps it so, then what of it is left out or in doubt. */
export function DataHealthPage({ live, checks, awaited, version, now }: DataHealth) {
  const counted = useSeldom(version, 60_000);
  return (
    <Page
      title="Data health"
      subtitle="How complete and how current your figures are"
      backAction={{ content: "Home", url: "/app" }}
      fullWidth
    >
      <div className={styles.columns}>
        <div className={styles.column}>
          <LiveUpdatesCard live={live} serverNow={now} />
          <ChecksCard checks={checks} />
          <AwaitedCard awaited={awaited} />
        </div>
        <div className={styles.column}>
          <OrdersCard version={counted} />
          <ConsentCard version={counted} />
          <DuplicatesCard version={counted} />
        </div>
      </div>
    </Page>
  );
}
