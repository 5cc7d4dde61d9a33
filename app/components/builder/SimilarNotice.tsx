import { Link } from "@remix-run/react";
import { Banner } from "@shopify/polaris";

import type { PreviewRequest } from "~/segments/preview/preview";

import { useFormat } from "../ShopFormatContext";
import { usePreview } from "../segments/usePreview";

/** Says where the rule finds nearly the same customers as a segment that is there already. */
export function SimilarNotice({ request }: { request: PreviewRequest | null }) {
  const format = useFormat();
  const { preview, stale } = usePreview("similar", request, 700);
  const [most] = preview?.segments ?? [];
  if (most === undefined || stale) return null;
  return (
    <Banner tone="info">
      <p>
        {most.likeness === 1
          ? "These are the same customers as in "
          : "These are nearly the same customers as in "}
        <Link to={`/app/segments/${String(most.id)}`} target="_blank" rel="noreferrer">
          <bdi>{most.name}</bdi>
        </Link>
        {most.likeness === 1 ? "." : `: ${format.percent(most.likeness)} of those in either are in both.`}
      </p>
    </Banner>
  );
}
