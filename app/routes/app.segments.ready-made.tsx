import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";

import { Gallery } from "~/components/segments/gallery/Gallery";
import { RefreshTrouble } from "~/components/segments/RefreshTrouble";
import { useRefreshWhile } from "~/components/useRefreshWhile";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { readyMadeGallery, type ReadyMadeGallery } from "~/segments/overview/gallery.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  return { gallery: await readyMadeGallery(await openWarehouse(session.shop)) };
}

export default function ReadyMade() {
  const { gallery } = useLoaderData<typeof loader>();
  return gallery === null ? (
    <WaitingForHistory title="Ready-made segments" />
  ) : (
    <ReadyMadeSegments gallery={gallery} />
  );
}

function ReadyMadeSegments({ gallery: { entries, overview } }: { gallery: ReadyMadeGallery }) {
  useRefreshWhile(overview.segments.length === 0 || overview.segments.some(({ updating }) => updating));
  return (
    <Page
      title="Ready-made segments"
      subtitle="Begin with one of these: use it as it is, choose its numbers, or make it your own"
      backAction={{ content: "Segments", url: "/app/segments" }}
      fullWidth
    >
      <BlockStack gap="400">
        {overview.failing ? <RefreshTrouble /> : null}
        <Gallery entries={entries} overview={overview} />
      </BlockStack>
    </Page>
  );
}
