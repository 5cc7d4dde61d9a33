import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Page, Text } from "@shopify/polaris";
import { z } from "zod";

import { useFreshData } from "~/components/freshness/useFreshData";
import { HistoryWindowNotice } from "~/components/home/HistoryWindowNotice";
import { KeyFigures } from "~/components/home/KeyFigures";
import { SetupGuide } from "~/components/home/SetupGuide";
import { setupSteps } from "~/components/home/setupSteps";
import { useVisited } from "~/components/home/visited";
import { WhyWeAsk } from "~/components/home/WhyWeAsk";
import { GroupsSection } from "~/components/rfm/GroupsSection";
import { ScoringMethod } from "~/components/rfm/ScoringMethod";
import { firstToShow } from "~/components/rfm/shares";
import { useFormat } from "~/components/ShopFormatContext";
import { SyncLine, SyncProgressCard } from "~/components/sync/SyncProgressCard";
import { useSyncProgress } from "~/components/sync/useSyncProgress";
import type { HomeFigures } from "~/customers/figures";
import { homeFigures } from "~/customers/homeFigures.server";
import { dismissSetupGuide, readShop } from "~/customers/shopSettings.server";
import { dataVersion } from "~/history/dataVersion.server";
import { ensureSynced } from "~/history/fullSync.server";
import type { SyncProgress } from "~/history/progress";
import { readProgress } from "~/history/progress.server";
import { authenticate } from "~/shopify/app.server";
import { ensureRegistered } from "~/shopify/subscriptions/registerWebhooks.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  await ensureSynced(session.shop);
  await ensureRegistered(session.shop);
  const version = await dataVersion(session.shop);
  const [shop, progress] = await Promise.all([readShop(session.shop), readProgress(session.shop)]);
  if (progress === null) throw new Error("The sync that was just started cannot be found.");
  const figures = await homeFigures(await openWarehouse(session.shop));
  return { version, progress, figures, guide: shop.setupGuideDismissedAt === null };
}

const intents = z.object({ intent: z.literal("dismiss-guide") });

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  intents.parse(Object.fromEntries(await request.formData()));
  await dismissSetupGuide(session.shop, new Date());
  return null;
}

export default function Home() {
  const { version, progress: loaded, figures, guide } = useLoaderData<typeof loader>();
  const progress = useSyncProgress(loaded);
  useFreshData(progress.state === "running" ? null : version);
  const retry = useFetcher({ key: "sync-again" });
  const retrying = retry.state !== "idle";
  const syncAgain = () => {
    retry.submit(null, { method: "post", action: "/app/progress" });
  };

  return figures === null ? (
    <Onboarding progress={progress} retrying={retrying} onRetry={syncAgain} />
  ) : (
    <Dashboard figures={figures} progress={progress} guide={guide} retrying={retrying} onSync={syncAgain} />
  );
}

function Onboarding({
  progress,
  retrying,
  onRetry,
}: {
  progress: SyncProgress;
  retrying: boolean;
  onRetry: () => void;
}) {
  return (
    <Page
      title="Welcome to Quintile"
      subtitle="It sorts everyone who bought from you into eleven groups, from champions to lost, by how recently, how often and for how much they ordered. First it reads your order history."
    >
      <BlockStack gap="400">
        <SyncProgressCard progress={progress} retrying={retrying} onRetry={onRetry} />
        <WhyWeAsk />
        {/* Last, because it is only known once the sync has asked: nothing above it moves. */}
        {progress.ordersVisibleSince === null || progress.failure !== null ? null : (
          <HistoryWindowNotice ordersVisibleSince={progress.ordersVisibleSince} />
        )}
      </BlockStack>
    </Page>
  );
}

function Dashboard({
  figures,
  progress,
  guide,
  retrying,
  onSync,
}: {
  figures: HomeFigures;
  progress: SyncProgress;
  guide: boolean;
  retrying: boolean;
  onSync: () => void;
}) {
  const format = useFormat();
  const visited = useVisited();
  const dismissal = useFetcher({ key: "dismiss-guide" });
  const steps = setupSteps(visited, firstToShow(figures.groups));
  const dismissed = !guide || dismissal.formData !== undefined;
  const running = progress.state === "running";
  return (
    <Page
      title="Your customers"
      secondaryActions={[
        { content: "Sync again", onAction: onSync, disabled: running || retrying, loading: retrying },
        { content: "Compare with Shopify", url: "/app/compare" },
      ]}
    >
      <BlockStack gap="400">
        <SyncLine progress={progress} retrying={retrying} onRetry={onSync} />
        {progress.ordersVisibleSince === null || progress.failure !== null ? null : (
          <HistoryWindowNotice ordersVisibleSince={progress.ordersVisibleSince} />
        )}
        {dismissed ? null : (
          <SetupGuide
            steps={steps}
            onDismiss={() => {
              dismissal.submit({ intent: "dismiss-guide" }, { method: "post", action: "/app?index" });
            }}
          />
        )}
        <KeyFigures figures={figures} />
        <GroupsSection figures={figures} />
        {figures.buyers.now === 0 ? null : <ScoringMethod scoring={figures.scoring} />}
        <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockEnd="400">
          <Text as="p" variant="bodySm" tone="subdued" alignment="center">
            {`All figures are as of ${format.day(figures.analysisDate)}, your store's day, and were computed on ${format.time(figures.scoredAt)}. What counts is decided in the settings.`}
          </Text>
        </Box>
      </BlockStack>
    </Page>
  );
}
