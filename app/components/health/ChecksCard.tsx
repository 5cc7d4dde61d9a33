import { Banner, Button, InlineStack, Text } from "@shopify/polaris";

import type { Check, Checks } from "~/history/health/health";

import { useFormat } from "../ShopFormatContext";
import { differencesInWords, failureInWords, lookedInWords, outcomeInWords } from "./checkWording";
import { HealthCard } from "./HealthCard";
import styles from "./lists.module.css";
import type { Verdict } from "./liveWording";
import { useCheckNow } from "./useCheckNow";

/** What checks against Shopify found, when the next one is, and one for the asking. */
export function ChecksCard({
  checks,
  onAsked,
}: {
  checks: Checks;
  /** A check was asked for: how it stands is to be asked. */
  onAsked: () => Promise<void>;
}) {
  const format = useFormat();
  const { running, problem, result, start } = useCheckNow(checks, onAsked);
  const { latest, failing, nextDueAt, syncing } = checks;
  return (
    <HealthCard
      title="Checks against Shopify"
      about="Each hour Quintile asks Shopify what changed, so that nothing stays missed that no update told of."
      verdict={verdictOf(checks)}
    >
      {failing === null ? null : (
        <Banner tone="warning" title={failureInWords(failing.failure).what}>
          <p>{`${failureInWords(failing.failure).action} Next try: ${format.time(failing.nextTryAt)}.`}</p>
        </Banner>
      )}
      <InlineStack gap="300" blockAlign="center">
        <Button onClick={start} loading={running} disabled={syncing || nextDueAt === null}>
          Check now
        </Button>
        <Text as="span" tone="subdued">
          {syncing
            ? "Everything is being brought in anew."
            : nextDueAt === null
              ? "The first one follows once your history is in."
              : `The next one is due at ${format.time(nextDueAt)}.`}
        </Text>
      </InlineStack>
      <div className={styles.result}>
        <div role="status">{running ? "Checking…" : (result ?? "")}</div>
        <div role="alert">
          {problem === null ? null : (
            <Text as="p" tone="critical">
              {problem}
            </Text>
          )}
        </div>
      </div>
      {latest.length === 0 ? null : (
        <ul className={styles.items} aria-label="The last checks">
          {latest.map((check, nth) => (
            <OneCheck key={check.id} check={check} isNewest={nth === 0} />
          ))}
        </ul>
      )}
    </HealthCard>
  );
}

function OneCheck({ check, isNewest }: { check: Check; isNewest: boolean }) {
  const format = useFormat();
  const looked = lookedInWords(check, format.count);
  const failure = check.failure === null ? null : failureInWords(check.failure);
  return (
    <li>
      <span>
        <Text as="span" fontWeight="medium">
          {format.time(check.startedAt)}
        </Text>
        {`: ${outcomeInWords(check, format.count)}`}
      </span>
      {looked === null ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {looked}
        </Text>
      )}
      {failure === null ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {isNewest ? `${failure.what} ${failure.action}` : failure.what}
        </Text>
      )}
      {isNewest
        ? differencesInWords(check, format.count).map((words) => (
            <Text key={words} as="span" variant="bodySm" tone="caution">
              {words}
            </Text>
          ))
        : null}
    </li>
  );
}

function verdictOf({ latest, failing }: Checks): Verdict | null {
  const [newest] = latest;
  if (failing !== null || newest?.outcome === "failed") return { tone: "warning", words: "Failing" };
  return newest?.outcome === "done" ? { tone: "success", words: "Complete" } : null;
}
