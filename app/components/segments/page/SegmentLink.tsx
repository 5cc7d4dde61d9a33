import { Link } from "@shopify/polaris";

/** The name of a segment, leading to its page. */
export function SegmentLink({ segment }: { segment: { readonly id: number; readonly name: string } }) {
  return (
    <Link url={`/app/segments/${String(segment.id)}`}>
      <bdi>{segment.name}</bdi>
    </Link>
  );
}
