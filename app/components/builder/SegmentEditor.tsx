import { Select, Text } from "@shopify/polaris";

import type { DraftSegment } from "~/segments/draft/draft";
import type { NodeLack } from "~/segments/draft/readDraft";

import styles from "./builder.module.css";
import { type ChangeCondition, useBuilder } from "./BuilderContext";

/** Being a member of another segment. */
export function SegmentEditor({
  condition,
  lack,
  onChange,
}: {
  condition: DraftSegment;
  lack: NodeLack | undefined;
  onChange: ChangeCondition<DraftSegment>;
}) {
  const { segments } = useBuilder();
  const chosen = segments.find(({ id }) => id === condition.segment);
  // A segment that was switched off or deleted since stays to be seen.
  const gone = condition.segment !== null && chosen === undefined;
  return (
    <div className={styles.test}>
      <div className={styles.wide}>
        <Select
          label="In a segment: which"
          labelHidden
          placeholder="Choose a segment"
          options={[
            ...segments
              .filter(({ id, active }) => active || id === condition.segment)
              .map(({ id, name, active }) => ({
                value: String(id),
                label: active ? name : `${name} (switched off)`,
              })),
            ...(gone
              ? [{ value: String(condition.segment), label: `A segment that is no longer there` }]
              : []),
          ]}
          value={condition.segment === null ? "" : String(condition.segment)}
          error={lack?.message}
          onChange={(id) => {
            onChange((before) => ({ ...before, segment: Number(id) }));
          }}
        />
      </div>
      {gone || chosen?.active === false ? (
        <div className={styles.line}>
          <Text as="p" variant="bodySm" tone="caution">
            {gone
              ? "This segment was deleted. Choose another one, or remove the condition."
              : "This segment is switched off and has no members. Switch it on first, or choose another one."}
          </Text>
        </div>
      ) : null}
    </div>
  );
}
