import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { lazy, Suspense, useState } from "react";
import { z } from "zod";

import { listPageSize } from "~/components/customers/useListAddress";
import { useFreshData } from "~/components/freshness/useFreshData";
import { DeleteSegment } from "~/components/segments/page/DeleteSegment";
import { OverviewTab } from "~/components/segments/page/OverviewTab";
import { RefusalBanner } from "~/components/segments/page/RefusalBanner";
import { RuleTab } from "~/components/segments/page/RuleTab";
import { SegmentTabs, TabOnItsWay } from "~/components/segments/page/SegmentTabs";
import { SegmentTop } from "~/components/segments/page/SegmentTop";
import { useSegmentActs } from "~/components/segments/page/useSegmentActs";
import { RefreshTrouble } from "~/components/segments/RefreshTrouble";
import { cloneLink, overlapLink } from "~/components/segments/ruleLink";
import { SegmentBadge } from "~/components/segments/SegmentBadge";
import { useMemberExport } from "~/components/segments/useMemberExport";
import texts from "~/components/texts.module.css";
import { useRefreshWhile } from "~/components/useRefreshWhile";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { dataVersion } from "~/history/dataVersion.server";
import { memberSorts } from "~/segments/members/memberList";
import { segmentMembers } from "~/segments/members/members.server";
import { readSegmentId } from "~/segments/overview/segmentId";
import { segmentPage } from "~/segments/overview/segmentPage.server";
import { segmentTabs } from "~/segments/overview/segmentPage";
import { segmentActivity, segmentOverview } from "~/segments/overview/segmentTabs.server";
import { authenticate } from "~/shopify/app.server";
import type { Warehouse } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

// The list of members and telling versions apart take a good deal that the other tabs do without.
const CustomersTab = lazy(async () => ({
  default: (await import("~/components/segments/page/CustomersTab")).CustomersTab,
}));
const ActivityTab = lazy(async () => ({
  default: (await import("~/components/segments/page/ActivityTab")).ActivityTab,
}));

/** What the address says of the page; what it says wrong is read as the default. */
const address = z.object({
  tab: z.enum(segmentTabs).catch("overview"),
  sort: z.enum(memberSorts).catch("spend"),
  direction: z.enum(["ascending", "descending"]).catch("descending"),
  search: z.string().trim().max(200).catch(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  /** How many entries of the activity are shown. */
  entries: z.coerce.number().int().min(1).max(2_000).catch(50),
});

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = readSegmentId(params.id);
  const version = await dataVersion(session.shop);
  const warehouse = await openWarehouse(session.shop);
  const page = id === null ? "unknown" : await segmentPage(warehouse, id);
  if (page === "unscored") return null;
  if (page === "unknown") throw new Response("There is no such segment.", { status: 404 });
  const asked = address.parse(Object.fromEntries(new URL(request.url).searchParams));
  const open = await openTab(warehouse, page.segment.id, asked);
  // A phone is drawn as one from the start, so that nothing jumps when the browser measures its width.
  const phone = request.headers.get("User-Agent")?.includes("Mobi") ?? false;
  return { version, page, open, now: new Date().toISOString(), phone };
}

/** Only what the open tab shows is asked for. */
async function openTab(warehouse: Warehouse, id: number, asked: z.infer<typeof address>) {
  const { tab, entries, ...list } = asked;
  switch (tab) {
    case "overview":
      return { tab, overview: await segmentOverview(warehouse, id) };
    case "customers": {
      const members = await segmentMembers(warehouse, { segmentId: id, ...list, pageSize: listPageSize });
      return { tab, list, members };
    }
    case "rule":
      return { tab };
    case "activity":
      return { tab, activity: await segmentActivity(warehouse, id, entries) };
  }
}

export default function Segment() {
  const data = useLoaderData<typeof loader>();
  return data === null ? (
    <WaitingForHistory title="Segment" />
  ) : (
    <OneSegment key={data.page.segment.id} {...data} />
  );
}

type SegmentData = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>>;

function OneSegment({ version, page, open, now, phone }: SegmentData) {
  const { segment } = page;
  const [, setSearchParams] = useSearchParams();
  const [deleting, setDeleting] = useState(false);
  const acts = useSegmentActs(segment.id);
  const csv = useMemberExport(segment);
  useRefreshWhile(segment.updating);
  useFreshData(segment.updating ? null : version);

  const path = `/app/segments/${String(segment.id)}`;
  const empty = (segment.count?.members ?? 0) === 0;
  const busy = acts.running !== null;
  return (
    <div className={texts.breaking}>
      <Page
        title={segment.name}
        titleMetadata={<SegmentBadge segment={segment} />}
        backAction={{ content: "Segments", url: "/app/segments" }}
        primaryAction={{ content: "Edit", url: `${path}/edit` }}
        secondaryActions={[
          {
            content: "Export CSV",
            disabled: empty || csv.running,
            loading: csv.running,
            onAction: csv.start,
          },
          segment.definition === null
            ? { content: "Clone", disabled: true }
            : { content: "Clone", url: cloneLink(segment.id) },
        ]}
        actionGroups={[
          {
            title: "More actions",
            actions: [
              ...(segment.active ? [{ content: "Compare", url: overlapLink([segment.id]) }] : []),
              {
                content: segment.active ? "Deactivate" : "Activate",
                disabled: busy || (!segment.active && segment.definition === null),
                onAction: () => {
                  acts.start(segment.active ? "deactivate" : "activate");
                },
              },
              {
                content: "Delete",
                destructive: true,
                disabled: busy,
                onAction: () => {
                  setDeleting(true);
                },
              },
            ],
          },
        ]}
        fullWidth
      >
        <BlockStack gap="400">
          {page.failing ? <RefreshTrouble /> : null}
          {acts.refusal === null ? null : (
            <RefusalBanner refusal={acts.refusal} onDismiss={acts.dismissRefusal} />
          )}
          <SegmentTop
            page={page}
            serverNow={now}
            refreshing={acts.running === "refresh"}
            onRefresh={() => {
              acts.start("refresh");
            }}
          />
          <SegmentTabs open={open.tab}>
            <Suspense fallback={<TabOnItsWay />}>
              {open.tab === "overview" ? (
                <OverviewTab page={page} overview={open.overview} />
              ) : open.tab === "customers" ? (
                <CustomersTab segment={segment} members={open.members} list={open.list} phone={phone} />
              ) : open.tab === "rule" ? (
                <RuleTab page={page} />
              ) : (
                <ActivityTab
                  segment={segment}
                  activity={open.activity}
                  onMore={() => {
                    setSearchParams(
                      (before) => {
                        const next = new URLSearchParams(before);
                        next.set("entries", String(open.activity.entries.length + 50));
                        return next;
                      },
                      { replace: true, preventScrollReset: true },
                    );
                  }}
                />
              )}
            </Suspense>
          </SegmentTabs>
        </BlockStack>
        <DeleteSegment
          segment={segment}
          open={deleting}
          onClose={() => {
            setDeleting(false);
          }}
          onDelete={() => {
            setDeleting(false);
            acts.start("delete");
          }}
        />
      </Page>
    </div>
  );
}
