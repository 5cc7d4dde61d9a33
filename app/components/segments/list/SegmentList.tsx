import { BlockStack, Box, Button, Card, Text } from "@shopify/polaris";
import { useMemo, useState } from "react";

import type { SegmentsOverview } from "~/segments/overview/overview";

import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import { useSentence } from "../useSentence";
import { ListControls } from "./ListControls";
import { listed, viewTotals } from "./segmentList";
import { SegmentTable } from "./SegmentTable";
import { SelectionBar } from "./SelectionBar";
import { useListState } from "./useListState";
import { useSizes } from "./useSizes";
import { useSwitch } from "./useSwitch";

const none: ReadonlySet<number> = new Set();

/** All segments: searched, filtered and sorted in the browser, which has them all. */
export function SegmentList({
  version,
  overview,
}: {
  /** Another one where the sizes may be others, too. */
  version: string | null;
  overview: SegmentsOverview;
}) {
  const format = useFormat();
  const sentence = useSentence(overview.names);
  const { state, search, change } = useListState();
  const [picked, setPicked] = useState(none);
  const { running, trouble, start, forget } = useSwitch();
  const { segments, customers, analysisDate } = overview;

  const told = useMemo(
    () =>
      segments.map((segment) => ({
        segment,
        rule: segment.definition === null ? null : sentence(segment.definition),
      })),
    [segments, sentence],
  );
  const sizes = useSizes(
    useMemo(() => segments.filter(({ count }) => count !== null).map(({ id }) => id), [segments]),
    version,
  );
  const rows = listed(told, state);
  // What is no longer shown is no longer selected: nobody switches off what they do not see.
  const selected = rows.filter(({ segment }) => picked.has(segment.id)).map(({ segment }) => segment);
  const filtered = state.search.trim() !== "" || state.kinds.length > 0 || state.view !== "all";

  const select = (next: ReadonlySet<number>) => {
    setPicked(next);
    forget();
  };
  const switchThem = async (ids: readonly number[], active: boolean) => {
    const switched = await start(ids, active);
    setPicked((before) => new Set([...before].filter((id) => !switched.includes(id))));
  };

  return (
    <Card padding="0">
      <ListControls state={state} totals={viewTotals(segments)} onSearch={search} onChange={change} />
      <div role="status">
        <Text as="p" visuallyHidden>
          {filtered ? `${format.count(rows.length)} ${plural(rows.length, "segment")} found` : ""}
        </Text>
      </div>
      {rows.length === 0 ? (
        <Nothing
          onClear={() => {
            change({ view: "all", search: "", kinds: [] });
          }}
        />
      ) : (
        <SegmentTable
          rows={rows}
          facts={{ customers, analysisDate, sizes }}
          sort={{ by: state.sort, direction: state.direction }}
          onSort={({ by, direction }) => {
            change({ sort: by, direction });
          }}
          selected={new Set(selected.map(({ id }) => id))}
          onSelect={select}
        />
      )}
      {selected.length === 0 ? null : (
        <SelectionBar
          selected={selected}
          running={running}
          trouble={trouble}
          onSwitch={(ids, active) => {
            void switchThem(ids, active);
          }}
          onClear={() => {
            select(none);
          }}
        />
      )}
    </Card>
  );
}

function Nothing({ onClear }: { onClear: () => void }) {
  return (
    <Box paddingBlock="1000" paddingInline="400" borderBlockStartWidth="025" borderColor="border-secondary">
      <BlockStack gap="300" inlineAlign="center">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd" alignment="center">
            No segment matches
          </Text>
          <Text as="p" tone="subdued" alignment="center">
            Search looks at names, descriptions and rules. Try fewer letters, another view or type.
          </Text>
        </BlockStack>
        <Button onClick={onClear}>Show all segments</Button>
      </BlockStack>
    </Box>
  );
}
