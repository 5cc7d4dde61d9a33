import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Icon,
  InlineStack,
  Link,
  ProgressBar,
  Spinner,
  Text,
} from "@shopify/polaris";
import { AlertCircleIcon, CheckCircleIcon } from "@shopify/polaris-icons";

import type { PhaseProgress, SyncProgress } from "~/history/progress";

import { useFormat } from "../ShopFormatContext";
import { percentDone, phaseWording, spokenSummary, timeLeft } from "./phases";
import styles from "./SyncProgressCard.module.css";
import { useFocusAfterRetry } from "./useFocusAfterRetry";

/** The first sync, phase by phase: what has been done, how fast, how long still, and where it failed, why. */
export function SyncProgressCard({
  progress,
  onRetry,
  retrying,
}: {
  progress: SyncProgress;
  onRetry: () => void;
  retrying: boolean;
}) {
  const format = useFormat();
  const percent = percentDone(progress);
  const focus = useFocusAfterRetry(progress.failure !== null);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <div ref={focus} tabIndex={-1} className={styles.focused}>
            <Text as="h2" variant="headingMd">
              {progress.state === "failed"
                ? "Bringing in your history has stopped"
                : "Bringing in your order history"}
            </Text>
          </div>
          <Text as="p" tone="subdued">
            {progress.state === "failed"
              ? "What is marked as done is kept. Your groups appear here when the rest is done."
              : "You can leave this page; the work goes on. Your groups appear here when it is done."}
          </Text>
        </BlockStack>

        {progress.failure === null ? null : (
          <Banner
            tone="critical"
            title={progress.failure.what}
            action={{ content: "Retry", onAction: onRetry, loading: retrying }}
          >
            <p>{progress.failure.action}</p>
          </Banner>
        )}

        <BlockStack gap="200">
          <ProgressBar
            progress={percent}
            size="small"
            tone={progress.state === "failed" ? "critical" : "primary"}
            animated={false}
            ariaLabelledBy="sync-status"
          />
          <InlineStack align="space-between" gap="200">
            <span id="sync-status" className={styles.figures}>
              <Text as="span" variant="bodySm" fontWeight="medium">
                {format.percent(percent / 100)} done
              </Text>
            </span>
            <span className={styles.figures}>
              <Text as="span" variant="bodySm" tone="subdued">
                {pace(progress, format.count)}
              </Text>
            </span>
          </InlineStack>
        </BlockStack>

        <ol className={styles.phases}>
          {progress.phases.map((phase) => (
            <Phase key={phase.phase} phase={phase} count={format.count} />
          ))}
        </ol>
        <div role="status" aria-live="polite" className={styles.spoken}>
          {spokenSummary(progress)}
        </div>
      </BlockStack>
    </Card>
  );
}

/**
 * One line above the figures: how fresh they are, and how far a later sync is. It is always there, so that nothing moves
 * when a sync begins or ends; nothing that is already stored is hidden meanwhile.
 */
export function SyncLine({
  progress,
  onRetry,
  retrying,
}: {
  progress: SyncProgress;
  onRetry: () => void;
  retrying: boolean;
}) {
  const format = useFormat();
  const focus = useFocusAfterRetry(progress.failure !== null);
  if (progress.failure !== null) {
    return (
      <Banner tone="warning" title={`The last sync stopped: ${progress.failure.what}`}>
        <BlockStack gap="200">
          <p>
            {progress.failure.action} The figures below are from the sync before it; nothing that was stored
            is lost.
          </p>
          <InlineStack>
            <Button onClick={onRetry} loading={retrying}>
              Retry
            </Button>
          </InlineStack>
        </BlockStack>
      </Banner>
    );
  }
  const running = progress.state === "running";
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <div ref={focus} tabIndex={-1} className={styles.line}>
        <InlineStack align="space-between" gap="200">
          <span id="sync-line">
            <Text as="span" variant="bodySm" tone="subdued">
              {running
                ? "Syncing with Shopify. The figures below stay until it is done."
                : `Synced with Shopify on ${format.time(progress.finishedAt ?? progress.startedAt)}`}
            </Text>
          </span>
          <span className={styles.figures}>
            <Text as="span" variant="bodySm" tone="subdued">
              {running ? pace(progress, format.count) : <Link url="/app/data-health">Data health</Link>}
            </Text>
          </span>
        </InlineStack>
        {running ? (
          <ProgressBar
            progress={percentDone(progress)}
            size="small"
            tone="primary"
            animated={false}
            ariaLabelledBy="sync-line"
          />
        ) : null}
        <div role="status" aria-live="polite" className={styles.spoken}>
          {spokenSummary(progress)}
        </div>
      </div>
    </Box>
  );
}

function pace({ rate, secondsLeft }: SyncProgress, count: (value: number) => string): string {
  const parts = [
    rate === null ? null : `${count(Math.round(rate))} per second`,
    secondsLeft === null ? null : timeLeft(secondsLeft),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

const stateWords = { waiting: "Waiting", running: "Working", done: "Done", failed: "Stopped" } as const;

function Phase({ phase, count }: { phase: PhaseProgress; count: (value: number) => string }) {
  const { title, unit } = phaseWording[phase.phase];
  const objects =
    unit === null || phase.state === "waiting" || (phase.state === "failed" && phase.done === 0)
      ? null
      : phase.total === null || phase.state === "done"
        ? `${count(phase.done)} ${unit}`
        : `${count(phase.done)} of ${count(phase.total)} ${unit}`;
  return (
    <li className={styles.phase} data-state={phase.state}>
      <span className={styles.mark}>
        <PhaseMark state={phase.state} />
      </span>
      <span className={styles.title}>{title}</span>
      <span className={styles.objects}>{objects ?? stateWords[phase.state]}</span>
      {objects === null ? null : <span className={styles.spoken}>{stateWords[phase.state]}</span>}
    </li>
  );
}

function PhaseMark({ state }: { state: PhaseProgress["state"] }) {
  switch (state) {
    case "done":
      return <Icon source={CheckCircleIcon} tone="success" />;
    case "failed":
      return <Icon source={AlertCircleIcon} tone="critical" />;
    case "running":
      return <Spinner size="small" accessibilityLabel="" />;
    case "waiting":
      return <span className={styles.hollow} />;
  }
}
