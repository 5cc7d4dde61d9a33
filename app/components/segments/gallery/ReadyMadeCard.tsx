import { Link } from "@remix-run/react";
import { Badge, Button, InlineStack, Text } from "@shopify/polaris";
import { useId } from "react";

import type { GalleryAction, GalleryEntry } from "~/segments/overview/gallery";
import type { SegmentSummary } from "~/segments/overview/overview";

import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import { aboutSegment } from "../aboutSegment";
import { cloneLink, overlapLink, ruleLink } from "../ruleLink";
import { SegmentBadge } from "../SegmentBadge";
import { useMemberExport } from "../useMemberExport";
import styles from "./ReadyMadeCard.module.css";
import { useGalleryChange } from "./useGalleryChange";

/** A ready-made segment: who, how many, what to try, and how to make it one's own. */
export function ReadyMadeCard({
  entry,
  rule,
  customers,
}: {
  entry: GalleryEntry;
  /** The sentence of its rule; null where it cannot be read. */
  rule: string | null;
  /** Everybody in the store. */
  customers: number;
}) {
  const heading = useId();
  const { segment, name, topic, description, advice, action } = entry;
  const unreadable = segment?.unreadable ?? null;
  return (
    <li className={styles.card} aria-labelledby={heading}>
      <div className={styles.head}>
        <h3 id={heading} className={styles.name}>
          {segment === null ? <span>{name}</span> : <Link to={pageOf(segment)}>{name}</Link>}
        </h3>
        {segment === null ? (
          <Badge>Not in your list</Badge>
        ) : segment.active && !segment.updating && unreadable === null ? null : (
          <SegmentBadge segment={segment} />
        )}
      </div>
      <Text as="p" breakWord>
        <span className={styles.rule}>{aboutSegment({ topic, description, unreadable }, rule)}</span>
      </Text>
      <Size segment={segment} customers={customers} />
      <Text as="p" tone="subdued">
        {advice}
      </Text>
      {segment?.active === true ? (
        <div className={styles.actions}>
          {action === null ? null : <Suggested action={action} segment={segment} />}
          <MakeItMine entry={entry} />
        </div>
      ) : (
        <BringBack entry={entry} />
      )}
    </li>
  );
}

function pageOf({ id }: SegmentSummary): string {
  return `/app/segments/${String(id)}`;
}

/** How many are in it; its place is kept where that is not known. */
function Size({ segment, customers }: { segment: SegmentSummary | null; customers: number }) {
  const format = useFormat();
  const members = segment?.count?.members;
  if (members === undefined) {
    return (
      <p className={styles.size}>
        <span className={styles.of}>
          {segment?.active === true ? "Not counted yet" : "No members are kept"}
        </span>
      </p>
    );
  }
  return (
    <p className={styles.size}>
      <span className={styles.members}>{format.count(members)}</span>{" "}
      <span className={styles.of}>
        {`${plural(members, "customer")}${customers === 0 ? "" : `, ${format.percent(members / customers)} of all`}`}
      </span>
    </p>
  );
}

function Suggested({ action, segment }: { action: GalleryAction; segment: SegmentSummary }) {
  const csv = useMemberExport(segment);
  const why = useId();
  switch (action.kind) {
    case "export":
      return (
        <Button loading={csv.running} disabled={segment.count?.members === 0} onClick={csv.start}>
          {action.label}
        </Button>
      );
    case "build":
      return <Button url={ruleLink(action.rule)}>{action.label}</Button>;
    case "compare":
      return <Button url={overlapLink(action.ids)}>{action.label}</Button>;
    case "unavailable":
      return (
        <>
          <Button disabled ariaDescribedBy={why}>
            {action.label}
          </Button>
          <Text as="span" variant="bodySm" tone="subdued" id={why} breakWord>
            {action.why}
          </Text>
        </>
      );
  }
}

function MakeItMine({ entry: { segment, name, hasNumbers } }: { entry: GalleryEntry }) {
  if (segment === null) return null;
  return (
    <InlineStack gap="300">
      {segment.definition === null ? null : (
        <Button
          variant="plain"
          url={cloneLink(segment.id)}
          accessibilityLabel={`Make it mine: begin a segment of your own from ${name}`}
        >
          Make it mine
        </Button>
      )}
      {hasNumbers ? (
        <Button
          variant="plain"
          url={`${pageOf(segment)}/numbers`}
          accessibilityLabel={`Choose its numbers: ${name}`}
        >
          Choose its numbers
        </Button>
      ) : null}
    </InlineStack>
  );
}

/** For one that is switched off or not there. */
function BringBack({ entry }: { entry: GalleryEntry }) {
  const { segment, readyMade, name } = entry;
  const change = useGalleryChange(name);
  return (
    <>
      <div className={styles.actions}>
        <Button
          loading={change.running}
          accessibilityLabel={segment === null ? `Add to my list: ${name}` : `Switch on ${name}`}
          onClick={() => {
            if (segment === null) change.restore(readyMade);
            else change.switchOn(segment.id);
          }}
        >
          {segment === null ? "Add to my list" : "Switch on"}
        </Button>
        <MakeItMine entry={entry} />
      </div>
      <div role="alert">
        {change.trouble === null ? null : (
          <Text as="p" tone="critical" breakWord>
            {change.trouble}
          </Text>
        )}
      </div>
    </>
  );
}
