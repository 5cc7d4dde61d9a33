import { Button, Icon, Link, Text } from "@shopify/polaris";
import {
  EditIcon,
  ExportIcon,
  PauseCircleIcon,
  PlayCircleIcon,
  PlusCircleIcon,
  RefreshIcon,
  SettingsIcon,
} from "@shopify/polaris-icons";

import type { ActivityEntry, ActivityKind, SegmentVersion } from "~/segments/activity/activity";
import type { Words } from "~/segments/language/words";
import type { SegmentDetail } from "~/segments/overview/segmentPage";
import type { SegmentActivity } from "~/segments/overview/segmentTabs";

import { EmptyNotice } from "../../EmptyNotice";
import { useWords } from "../useSentence";
import { useFormat } from "../../ShopFormatContext";
import styles from "./ActivityTab.module.css";
import { Section } from "../../Section";
import { versionChanges } from "./versionChanges";

const kinds: Readonly<Record<ActivityKind, { readonly did: string; readonly icon: typeof EditIcon }>> = {
  created: { did: "made the segment", icon: PlusCircleIcon },
  edited: { did: "changed the segment", icon: EditIcon },
  numbers: { did: "chose its numbers", icon: SettingsIcon },
  activated: { did: "activated it", icon: PlayCircleIcon },
  deactivated: { did: "deactivated it", icon: PauseCircleIcon },
  refreshed: { did: "refreshed its members", icon: RefreshIcon },
  exported: { did: "exported its members", icon: ExportIcon },
};

/** Who did what to a segment and when, the newest first; each version with what changed and a way back to it. */
export function ActivityTab({
  segment,
  activity,
  onMore,
}: {
  segment: SegmentDetail;
  activity: SegmentActivity;
  onMore: () => void;
}) {
  const { entries, hasMore, versions, names } = activity;
  const words = useWords(names);
  if (entries.length === 0) {
    return (
      <EmptyNotice
        heading="Nothing has been done to this segment yet"
        text="Who changes its rule, switches it on or off, refreshes or exports it is noted here, with the time."
      />
    );
  }
  return (
    <Section title="What was done, and by whom">
      <ol className={styles.entries}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} segment={segment} versions={versions} words={words} />
        ))}
      </ol>
      {hasMore ? (
        <div>
          <Button onClick={onMore}>Show older</Button>
        </div>
      ) : null}
    </Section>
  );
}

function Entry({
  entry,
  segment,
  versions,
  words,
}: {
  entry: ActivityEntry;
  segment: SegmentDetail;
  versions: readonly SegmentVersion[];
  words: Words;
}) {
  const format = useFormat();
  const { did, icon } = kinds[entry.kind];
  const place = versions.findIndex(({ version }) => version === entry.version);
  const version = versions[place];
  const before = versions[place + 1];
  return (
    <li className={styles.entry}>
      <span className={styles.icon}>
        <Icon source={icon} tone="subdued" />
      </span>
      <div className={styles.what}>
        <Text as="p">
          <Text as="span" fontWeight="medium">
            <bdi>{entry.by ?? "Quintile"}</bdi>
          </Text>
          {` ${did}`}
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {format.time(entry.at)}
          {entry.version === null ? "" : `, version ${String(entry.version)}`}
        </Text>
        {version === undefined ? null : (
          <>
            {before === undefined ? null : <Changes changes={versionChanges(version, before, words)} />}
            {version.definition === null ? null : place === 0 ? (
              <Text as="p" variant="bodySm" tone="subdued">
                This is the segment as it stands.
              </Text>
            ) : (
              <Link url={`/app/segments/${String(segment.id)}/edit?version=${String(version.version)}`}>
                {`Open version ${String(version.version)} in the builder`}
              </Link>
            )}
          </>
        )}
      </div>
    </li>
  );
}

function Changes({ changes }: { changes: readonly string[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className={styles.changes}>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
}
