import { BlockStack, Card, Text } from "@shopify/polaris";

import type { PreviewRequest } from "~/segments/preview/preview";

import { SizeChart } from "../charts/SizeChart";
import styles from "./builder.module.css";
import { Failed } from "./Failed";
import { usePreview } from "../segments/usePreview";

/** Long enough that only a rule that somebody looks at is counted back through a year. */
const pause = 1_000;

/** How many would have matched over the last twelve months, before the rule is saved. */
export function PastCard({ request }: { request: PreviewRequest | null }) {
  const { preview, stale, problem, retry } = usePreview("history", request, pause);
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          The last 12 months by this rule
        </Text>
        <div className={styles.past} data-stale={stale}>
          {problem !== null ? (
            <Failed problem={problem} onRetry={retry} />
          ) : preview === null ? (
            <Text as="p" tone="subdued">
              {request === null ? "Nothing to look back on yet." : "Counting month by month …"}
            </Text>
          ) : (
            <SizeChart points={preview.points} />
          )}
          {preview === null || preview.asToday.length === 0 ? null : (
            <Text as="p" variant="bodySm" tone="subdued" breakWord>
              {`Taken as it is today, because its past is not known: ${new Intl.ListFormat("en").format(preview.asToday)}.`}
            </Text>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}
