import { Button, InlineStack, Text } from "@shopify/polaris";
import { useId } from "react";

import type { SegmentSummary } from "~/segments/overview/overview";

import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import { overlapLink } from "../ruleLink";
import styles from "./SelectionBar.module.css";
import type { SwitchTrouble } from "./useSwitch";

/** What can be done with the segments that are selected. Stays at the lower edge while the list is scrolled. */
export function SelectionBar({
  selected,
  running,
  trouble,
  onSwitch,
  onClear,
}: {
  selected: readonly SegmentSummary[];
  running: "on" | "off" | null;
  trouble: SwitchTrouble | null;
  onSwitch: (ids: readonly number[], active: boolean) => void;
  onClear: () => void;
}) {
  const format = useFormat();
  const comparing = useId();
  const on = selected.filter(({ active }) => active);
  const off = selected.filter(({ active }) => !active);
  const comparable = off.length === 0 && (on.length === 2 || on.length === 3);
  const ids = (segments: readonly SegmentSummary[]) => segments.map(({ id }) => id);
  return (
    <div className={styles.bar} role="region" aria-label="Selected segments">
      <div role="alert">{trouble === null ? null : <Trouble trouble={trouble} selected={selected} />}</div>
      <InlineStack gap="200" blockAlign="center">
        <span role="status">
          <Text as="span" fontWeight="medium">
            {`${format.count(selected.length)} selected`}
          </Text>
        </span>
        {comparable ? (
          <Button url={overlapLink(ids(selected))}>Compare overlap</Button>
        ) : (
          <Button disabled ariaDescribedBy={comparing}>
            Compare overlap
          </Button>
        )}
        {off.length === 0 ? null : (
          <Button
            loading={running === "on"}
            disabled={running !== null}
            onClick={() => {
              onSwitch(ids(off), true);
            }}
          >
            {switchWords(off.length, selected.length, "on")}
          </Button>
        )}
        {on.length === 0 ? null : (
          <Button
            loading={running === "off"}
            disabled={running !== null}
            onClick={() => {
              onSwitch(ids(on), false);
            }}
          >
            {switchWords(on.length, selected.length, "off")}
          </Button>
        )}
        <Button variant="plain" onClick={onClear}>
          Clear selection
        </Button>
      </InlineStack>
      {comparable ? null : (
        <Text as="p" variant="bodySm" tone="subdued" id={comparing}>
          Two or three active segments can be compared.
        </Text>
      )}
    </div>
  );
}

function switchWords(some: number, all: number, way: "on" | "off"): string {
  return some === all ? `Switch ${way}` : `Switch ${String(some)} ${way}`;
}

function Trouble({
  trouble: { message, refused },
  selected,
}: {
  trouble: SwitchTrouble;
  selected: readonly SegmentSummary[];
}) {
  const nameOf = (id: number) => selected.find((segment) => segment.id === id)?.name ?? "A segment";
  return (
    <div className={styles.trouble}>
      {message === null ? null : (
        <Text as="p" tone="critical" breakWord>
          {message}
        </Text>
      )}
      {refused.length === 0 ? null : (
        <>
          <Text as="p" tone="critical">
            {`${String(refused.length)} ${plural(refused.length, "stays as it is", "stay as they are")}:`}
          </Text>
          <ul>
            {refused.map((refusal) => (
              <li key={refusal.id}>
                <bdi>{nameOf(refusal.id)}</bdi>
                {`: ${refusal.message}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
