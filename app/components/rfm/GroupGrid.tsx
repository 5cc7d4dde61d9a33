import { Link } from "@remix-run/react";
import { useRef } from "react";
import type { CSSProperties, KeyboardEvent } from "react";

import type { GroupFigures } from "~/customers/figures";
import { groupWordings } from "~/customers/groups";
import type { RfmGroupId } from "~/customers/rfmGroups";

import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";
import styles from "./GroupGrid.module.css";
import { directionOf, neighbour, readingOrder } from "./gridNavigation";
import { groupShares } from "./shares";

export type Measure = "customers" | "revenue";

const order = readingOrder(groupWordings);

/**
 * The map of a store's buyers: recency to the right, frequency and value upwards, each group always at the same place.
 * Arrow keys move between the tiles, Enter opens a group. The tint repeats the printed share; it is never the only code.
 */
export function GroupGrid({
  groups,
  measure,
  selected,
  onSelect,
}: {
  groups: readonly GroupFigures[];
  measure: Measure;
  selected: RfmGroupId;
  onSelect: (group: RfmGroupId) => void;
}) {
  const format = useFormat();
  const tiles = useRef(new Map<RfmGroupId, HTMLAnchorElement>());
  const shares = new Map(groupShares(groups).map((share) => [share.group, share]));
  const figures = new Map(groups.map((group) => [group.group, group]));
  const largest = Math.max(...[...shares.values()].map((share) => share[measure]), 0);

  const move = (event: KeyboardEvent, from: RfmGroupId) => {
    const direction = directionOf(event.key);
    if (direction === null || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const next = neighbour(groupWordings, from, direction);
    if (next !== null) tiles.current.get(next)?.focus();
  };

  return (
    <div className={styles.map}>
      <span className={styles.up} aria-hidden="true">
        <span>Buys rarely, spends little</span>
        <span>Buys often, spends most</span>
      </span>
      <ul
        className={styles.grid}
        aria-label="Groups of buyers. Arrow keys move between them, Enter opens one."
      >
        {order.map((id) => {
          const group = figures.get(id);
          const share = shares.get(id)?.[measure] ?? 0;
          const place = groupWordings[id].place;
          const size =
            measure === "customers"
              ? format.compactCount(group?.customers ?? 0)
              : format.compactMoney(group?.revenue ?? 0n);
          const unit = measure === "customers" ? plural(group?.customers ?? 0, "customer") : "revenue";
          return (
            <li
              key={id}
              style={{
                gridColumn: `${String(place.column)} / span ${String(place.columnSpan)}`,
                gridRow: `${String(place.row)} / span ${String(place.rowSpan)}`,
              }}
            >
              <Link
                ref={(element) => {
                  if (element === null) tiles.current.delete(id);
                  else tiles.current.set(id, element);
                }}
                to={`/app/groups/${id}`}
                prefetch="none"
                className={styles.tile}
                data-selected={id === selected}
                style={{ "--share": String(largest === 0 ? 0 : share / largest) } as CSSProperties}
                tabIndex={id === selected ? 0 : -1}
                onFocus={() => {
                  onSelect(id);
                }}
                onPointerEnter={() => {
                  onSelect(id);
                }}
                onKeyDown={(event) => {
                  move(event, id);
                }}
              >
                <span className={styles.name}>{groupWordings[id].name}</span>
                <span className={styles.size}>
                  {size} <span className={styles.unit}>{unit}</span>
                </span>
                <span className={styles.share}>
                  {format.percent(share)}{" "}
                  <span className={styles.unit}>of {measure === "customers" ? "buyers" : "all"}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      <span className={styles.right} aria-hidden="true">
        <span>Ordered long ago</span>
        <span>Ordered recently</span>
      </span>
    </div>
  );
}
