import { Link } from "@remix-run/react";
import { Banner } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { PreviewedCount } from "~/segments/preview/preview";

import { useFormat } from "../ShopFormatContext";
import styles from "./builder.module.css";
import type { EditedSegment, KeptDraft } from "~/segments/draft/builderData";

/** What somebody has to know before they go on: where this begins, what came back, what stands in the way. */
export function BuilderNotices({
  segment,
  startedFrom,
  keptElsewhere,
  restored,
  overtaken,
  problem,
  onForgetRestored,
  onSaveAsNew,
  children,
}: {
  segment: EditedSegment | null;
  /** Where this begins; null: with what is stored, or with nothing. */
  startedFrom: string | null;
  /** What was worked on before and is not what this page shows. */
  keptElsewhere: KeptDraft | null;
  restored: KeptDraft | null;
  /** The version that somebody saved since this was begun. */
  overtaken: PreviewedCount["stored"];
  problem: string | null;
  onForgetRestored: () => void;
  /** Where the segment is gone. */
  onSaveAsNew: (() => void) | null;
  /** More of them. */
  children: ReactNode;
}) {
  const format = useFormat();
  return (
    <div className={styles.notices}>
      {segment?.unreadable == null ? null : (
        <Banner tone="warning" title="The rule of this segment cannot be read">
          <p>{`${segment.unreadable} Make a new rule here and save it, or leave the segment as it is.`}</p>
        </Banner>
      )}
      {startedFrom === null ? null : (
        <Banner tone="info">
          <p>{startedFrom}</p>
          {keptElsewhere === null ? null : (
            <p>
              {`Your unsaved work of ${format.time(keptElsewhere.updatedAt)} is kept until you change something here. `}
              <Link to={segment === null ? "/app/segments/new" : `/app/segments/${String(segment.id)}/edit`}>
                Go on with that instead
              </Link>
            </p>
          )}
        </Banner>
      )}
      {restored === null ? null : (
        <Banner
          tone="info"
          action={{ content: segment === null ? "Start anew" : "Discard them", onAction: onForgetRestored }}
        >
          <p>
            {segment === null
              ? `The segment that you began on ${format.time(restored.updatedAt)} is back. It is not saved yet.`
              : `Your changes of ${format.time(restored.updatedAt)} are back. They are not saved yet.`}
          </p>
        </Banner>
      )}
      {overtaken === null ? null : (
        <Banner tone="warning">
          <p>{`${overtaken.by ?? "Quintile"} saved this segment on ${format.time(overtaken.at)}, after you began. When you save you will see what changed, and nothing is overwritten before.`}</p>
        </Banner>
      )}
      {problem === null ? null : (
        <Banner
          tone="critical"
          title="This cannot be saved yet"
          {...(onSaveAsNew === null
            ? {}
            : { action: { content: "Save as a new segment", onAction: onSaveAsNew } })}
        >
          <p>{problem}</p>
        </Banner>
      )}
      {children}
    </div>
  );
}
