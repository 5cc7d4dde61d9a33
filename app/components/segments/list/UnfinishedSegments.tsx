import { useRevalidator } from "@remix-run/react";
import { Button, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";

import type { DraftSummary } from "~/segments/drafts/drafts.server";

import { postJson } from "../../postJson";
import { useFormat } from "../../ShopFormatContext";
import styles from "./UnfinishedSegments.module.css";

/** What somebody began in the builder and neither saved nor discarded, the newest first. */
export function UnfinishedSegments({ drafts }: { drafts: readonly DraftSummary[] }) {
  if (drafts.length === 0) return null;
  return (
    <ul className={styles.drafts} aria-label="Unfinished segments">
      {drafts.map((draft) => (
        <Unfinished key={draft.segmentId ?? "new"} draft={draft} />
      ))}
    </ul>
  );
}

type Dropped = { readonly ok: true } | { readonly ok: false; readonly message: string };

function Unfinished({ draft: { segmentId, name, updatedAt } }: { draft: DraftSummary }) {
  const format = useFormat();
  const { revalidate } = useRevalidator();
  const [discarding, setDiscarding] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const discard = async () => {
    setDiscarding(true);
    const answer = await postJson<Dropped>("/app/segments/draft", { segmentId }, { method: "DELETE" });
    setDiscarding(false);
    setTrouble(answer.ok ? null : answer.message);
    revalidate();
  };
  const which = name === null ? "an unfinished segment" : `unfinished changes of “${name}”`;
  const time = format.time(updatedAt);
  return (
    <li>
      <InlineStack gap="300" blockAlign="center">
        <span className={styles.what}>
          <Text as="span">
            You have {name === null ? "an unfinished segment" : "unfinished changes of “"}
            {name === null ? null : <bdi>{name}</bdi>}
            {name === null ? "" : "”"} from {time}.
          </Text>
        </span>
        <Button
          variant="plain"
          url={segmentId === null ? "/app/segments/new" : `/app/segments/${String(segmentId)}/edit`}
          accessibilityLabel={`Continue with ${which} from ${time}`}
        >
          Continue
        </Button>
        <Button
          variant="plain"
          tone="critical"
          loading={discarding}
          accessibilityLabel={`Discard ${which} from ${time}`}
          onClick={() => {
            void discard();
          }}
        >
          Discard
        </Button>
      </InlineStack>
      <div role="alert">
        {trouble === null ? null : (
          <Text as="p" tone="critical" breakWord>
            {trouble}
          </Text>
        )}
      </div>
    </li>
  );
}
