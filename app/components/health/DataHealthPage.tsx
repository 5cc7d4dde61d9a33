import { Page } from "@shopify/polaris";

import type { CurrentHealth } from "~/history/health/health";

import { useSeldom } from "../useSeldom";
import { AwaitedCard } from "./AwaitedCard";
import { ChecksCard } from "./ChecksCard";
import { ConsentCard } from "./ConsentCard";
import styles from "./DataHealthPage.module.css";
import { DuplicatesCard } from "./DuplicatesCard";
import { LiveUpdatesCard } from "./LiveUpdatesCard";
import { OrdersCard } from "./OrdersCard";
import { useCurrentHealth } from "./useCurrentHealth";

/** What takes a look at all that is stored follows the data so much later at most, in milliseconds. */
const countedEveryMs = 60_000;

/** How complete and how current what Quintile shows is: first what keeps it so, then what of it is left out or in doubt. */
export function DataHealthPage({ loaded }: { loaded: CurrentHealth }) {
  const { current, ask } = useCurrentHealth(loaded);
  const { live, checks, awaited, version, now } = current;
  const counted = useSeldom(version, countedEveryMs);
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
          <ChecksCard checks={checks} onAsked={ask} />
          <AwaitedCard awaited={awaited} />
          <DuplicatesCard version={counted} />
        </div>
        <div className={styles.column}>
          <OrdersCard version={counted} />
          <ConsentCard version={counted} />
        </div>
      </div>
    </Page>
  );
}
