import { Link } from "@remix-run/react";
import { Badge, BlockStack, Box, Card, EmptySearchResult, Icon, Text, TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useState } from "react";

import { topics } from "~/segments/catalogue/readyMade";
import type { SegmentsOverview, SegmentSummary } from "~/segments/overview/overview";

import { useFormat } from "../ShopFormatContext";
import styles from "./SegmentSections.module.css";
import { useSentence } from "./useSentence";

/** Headings of the list; the merchant's own segments first. */
const sections = [
  ["own", "Your own"],
  ...(Object.entries(topics) as [keyof typeof topics, string][]),
] as const;

/** All active segments under their topics, each with its rule and how many are in it; searched as one types. */
export function SegmentSections({ overview }: { overview: SegmentsOverview }) {
  const sentence = useSentence(overview.names);
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const listed = overview.segments
    .map((segment) => ({ segment, rule: segment.definition === null ? null : sentence(segment.definition) }))
    .filter(({ segment, rule }) =>
      [segment.name, segment.description, rule ?? ""].some((text) => text.toLowerCase().includes(wanted)),
    );
  return (
    <BlockStack gap="400">
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <TextField
          label="Search segments"
          labelHidden
          placeholder="Search by name or rule"
          prefix={<Icon source={SearchIcon} />}
          autoComplete="off"
          clearButton
          value={search}
          maxLength={200}
          onChange={setSearch}
          onClearButtonClick={() => {
            setSearch("");
          }}
        />
      </Box>
      <div role="status" className={styles.found}>
        {wanted === "" ? "" : `${String(listed.length)} found`}
      </div>
      {listed.length === 0 ? (
        <Card>
          <EmptySearchResult
            title="No segment matches"
            description="Search looks at names, descriptions and rules. Try fewer letters, or clear the search."
            withIllustration
          />
        </Card>
      ) : null}
      {sections.map(([topic, heading]) => {
        const rows = listed.filter(({ segment }) => segment.topic === topic);
        if (rows.length === 0) return null;
        return (
          <Card key={topic} padding="0">
            <Box padding="400" paddingBlockEnd="200">
              <Text as="h2" variant="headingMd">
                {heading}
              </Text>
            </Box>
            <ul className={styles.list}>
              {rows.map(({ segment, rule }) => (
                <SegmentRow key={segment.id} segment={segment} rule={rule} overview={overview} />
              ))}
            </ul>
          </Card>
        );
      })}
    </BlockStack>
  );
}

function SegmentRow({
  segment,
  rule,
  overview,
}: {
  segment: SegmentSummary;
  rule: string | null;
  overview: SegmentsOverview;
}) {
  const format = useFormat();
  const { count } = segment;
  const share = count === null || overview.customers === 0 ? null : count.members / overview.customers;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <span className={styles.name}>
          <Link to={`/app/segments/${String(segment.id)}`}>{segment.name}</Link>
          <SegmentBadge segment={segment} />
        </span>
        <Text as="p" tone="subdued" breakWord>
          {aboutOf(segment, rule)}
        </Text>
        {count !== null && count.evaluatedOn !== overview.analysisDate ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {`Counted as of ${format.day(count.evaluatedOn)}`}
          </Text>
        ) : null}
      </div>
      <div className={styles.many}>
        {count === null ? (
          <span className={styles.of}>Not counted yet</span>
        ) : (
          <>
            <span className={styles.members}>
              {format.count(count.members)}
              <Text as="span" visuallyHidden>
                {count.members === 1 ? " member" : " members"}
              </Text>
            </span>
            {share === null ? null : (
              <span className={styles.of}>{`${format.percent(share)} of customers`}</span>
            )}
            <span className={styles.bar} aria-hidden="true">
              <span style={{ inlineSize: `${String(Math.min(1, share ?? 0) * 100)}%` }} />
            </span>
          </>
        )}
      </div>
    </li>
  );
}

/** Who is in it: its rule. The rule of an RFM group would only repeat its name. */
function aboutOf({ topic, description, unreadable }: SegmentSummary, rule: string | null): string | null {
  return topic === "rfm" && rule !== null && description !== "" ? description : (rule ?? unreadable);
}

/** What a reader has to know of a count besides the number. */
export function SegmentBadge({ segment }: { segment: SegmentSummary }) {
  if (segment.unreadable !== null) return <Badge tone="warning">Cannot be read</Badge>;
  return segment.updating ? <Badge tone="info">Updating…</Badge> : null;
}
