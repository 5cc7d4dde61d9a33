import { Link } from "@shopify/polaris";

import { groupWordings } from "~/customers/groups";
import type { SegmentFigures } from "~/segments/sizes/figures";

import { useFormat } from "../../ShopFormatContext";
import styles from "./GroupMix.module.css";

/** Which RFM groups the members of a segment are in: a bar each, the largest first. */
export function GroupMix({ figures }: { figures: SegmentFigures }) {
  const format = useFormat();
  const { groups, withoutGroup, members } = figures;
  const present = groups.filter((group) => group.members > 0).sort((a, b) => b.members - a.members);
  const most = Math.max(withoutGroup, ...present.map((group) => group.members), 1);
  const bar = (count: number, look: "group" | "none") => (
    <>
      <span className={styles.track} aria-hidden="true">
        <span data-look={look} style={{ inlineSize: `${String((100 * count) / most)}%` }} />
      </span>
      <span className={styles.figure}>
        {`${format.count(count)} `}
        <span className={styles.share}>{format.percent(count / members)}</span>
      </span>
    </>
  );
  return (
    <ul className={styles.mix}>
      {present.map(({ group, members: count }) => (
        <li key={group}>
          <Link url={`/app/groups/${group}`} monochrome>
            {groupWordings[group].name}
          </Link>
          {bar(count, "group")}
        </li>
      ))}
      {withoutGroup === 0 ? null : (
        <li>
          <span>No counted order</span>
          {bar(withoutGroup, "none")}
        </li>
      )}
    </ul>
  );
}
