import { Link } from "@remix-run/react";
import { Checkbox, Icon, Text } from "@shopify/polaris";
import { SortAscendingIcon, SortDescendingIcon } from "@shopify/polaris-icons";

import type { SizePoint } from "~/segments/sizes/sizes";

import type { SortBy } from "../../customers/SortField";
import { plural } from "../../format";
import { Sparkline } from "../../home/Sparkline";
import { useFormat } from "../../ShopFormatContext";
import { aboutSegment } from "../aboutSegment";
import { SegmentBadge } from "../SegmentBadge";
import { firstDirection, kindWords, type ListedSegment, type ListSort } from "./segmentList";
import styles from "./SegmentTable.module.css";

interface Facts {
  /** Everybody in the store. */
  readonly customers: number;
  /** The shop's day of the last scoring. */
  readonly analysisDate: string;
  /** By id; those that are not known (yet) are left out. */
  readonly sizes: Readonly<Record<string, readonly SizePoint[]>>;
}

/** Segments as a table; on a phone each as a small block. The same markup, so that nothing jumps once the width is known. */
export function SegmentTable({
  rows,
  facts,
  sort,
  onSort,
  selected,
  onSelect,
}: {
  rows: readonly ListedSegment[];
  facts: Facts;
  sort: SortBy<ListSort>;
  onSort: (sort: SortBy<ListSort>) => void;
  selected: ReadonlySet<number>;
  onSelect: (selected: ReadonlySet<number>) => void;
}) {
  const chosen = rows.filter(({ segment }) => selected.has(segment.id)).length;
  const heading = (by: ListSort, title: string, end = false) => (
    <SortHeading by={by} title={title} end={end} sort={sort} onSort={onSort} />
  );
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" className={styles.pick}>
            <Checkbox
              label="Select all that are shown"
              labelHidden
              checked={chosen === rows.length}
              onChange={() => {
                onSelect(chosen === rows.length ? new Set() : new Set(rows.map(({ segment }) => segment.id)));
              }}
            />
          </th>
          {heading("name", "Segment")}
          <th scope="col" className={styles.kind}>
            Type
          </th>
          <th scope="col" className={styles.status}>
            Status
          </th>
          {heading("members", "Members", true)}
          <th scope="col" className={styles.past}>
            Over time
          </th>
          {heading("changed", "Last change")}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ segment, rule }) => (
          <SegmentRow
            key={segment.id}
            row={{ segment, rule }}
            facts={facts}
            selected={selected.has(segment.id)}
            onSelect={(picked) => {
              const next = new Set(selected);
              if (picked) next.add(segment.id);
              else next.delete(segment.id);
              onSelect(next);
            }}
          />
        ))}
      </tbody>
    </table>
  );
}

function SegmentRow({
  row: { segment, rule },
  facts,
  selected,
  onSelect,
}: {
  row: ListedSegment;
  facts: Facts;
  selected: boolean;
  onSelect: (selected: boolean) => void;
}) {
  const format = useFormat();
  return (
    <tr data-selected={selected}>
      <td className={styles.pick}>
        <Checkbox
          label={`Select ${segment.name}`}
          labelHidden
          checked={selected}
          onChange={(checked) => {
            onSelect(checked);
          }}
        />
      </td>
      <th scope="row" className={styles.what}>
        <Link to={`/app/segments/${String(segment.id)}`}>{segment.name}</Link>
        <span className={styles.about}>{aboutSegment(segment, rule)}</span>
      </th>
      <td className={styles.kind}>{kindWords[segment.topic]}</td>
      <td className={styles.status}>
        <SegmentBadge segment={segment} />
      </td>
      <td className={styles.members}>
        <Members row={{ segment, rule }} facts={facts} />
      </td>
      <td className={styles.past}>
        <Past points={facts.sizes[String(segment.id)]} />
      </td>
      <td className={styles.changed}>
        <span>
          <span className={styles.phoneOnly}>Changed </span>
          {format.dayOf(segment.updatedAt)}
        </span>
        {segment.updatedBy === null ? null : (
          <span className={styles.by}>
            <Text as="span" visuallyHidden>
              {"by "}
            </Text>
            <bdi>{segment.updatedBy}</bdi>
          </span>
        )}
      </td>
    </tr>
  );
}

function Members({ row: { segment }, facts }: { row: ListedSegment; facts: Facts }) {
  const format = useFormat();
  const { count } = segment;
  if (count === null) {
    return <span className={styles.of}>{segment.active ? "Not counted yet" : "–"}</span>;
  }
  return (
    <>
      <span className={styles.number}>
        {format.count(count.members)}
        <Text as="span" visuallyHidden>
          {` ${plural(count.members, "member")}`}
        </Text>
      </span>
      {facts.customers === 0 ? null : (
        <span className={styles.of}>
          {format.percent(count.members / facts.customers)}
          <Text as="span" visuallyHidden>
            {" of customers"}
          </Text>
        </span>
      )}
      {count.evaluatedOn === facts.analysisDate ? null : (
        <span className={styles.of}>{`as of ${format.day(count.evaluatedOn)}`}</span>
      )}
    </>
  );
}

/** How many they were, as a small line; its place is kept while it is not known. */
function Past({ points }: { points: readonly SizePoint[] | undefined }) {
  const format = useFormat();
  const first = points?.[0];
  const last = points?.at(-1);
  if (points === undefined || first === undefined || last === undefined || points.length < 2) {
    return <div className={styles.line} />;
  }
  return (
    <div className={styles.line}>
      <Sparkline
        values={points.map(({ members }) => members)}
        label={`${format.count(first.members)} on ${format.day(first.day)}, ${format.count(last.members)} on ${format.day(last.day)}`}
      />
    </div>
  );
}

function SortHeading({
  by,
  title,
  end,
  sort,
  onSort,
}: {
  by: ListSort;
  title: string;
  end: boolean;
  sort: SortBy<ListSort>;
  onSort: (sort: SortBy<ListSort>) => void;
}) {
  const sorted = sort.by === by;
  const direction = sorted ? sort.direction : firstDirection[by];
  const other = direction === "ascending" ? "descending" : "ascending";
  return (
    <th
      scope="col"
      aria-sort={sorted ? direction : "none"}
      className={{ name: styles.what, members: styles.members, changed: styles.changed }[by]}
    >
      <button
        type="button"
        className={styles.sort}
        data-end={end}
        data-sorted={sorted}
        onClick={() => {
          onSort({ by, direction: sorted ? other : direction });
        }}
      >
        {title}
        <span className={styles.arrow}>
          <Icon source={direction === "ascending" ? SortAscendingIcon : SortDescendingIcon} />
        </span>
      </button>
    </th>
  );
}
