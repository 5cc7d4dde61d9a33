import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { BlockStack, Box, Card, Page } from "@shopify/polaris";
import { z } from "zod";

import { SearchField } from "~/components/customers/SearchField";
import { type SortBy, SortField } from "~/components/customers/SortField";
import { listPageSize, useListAddress } from "~/components/customers/useListAddress";
import { EmptyNotice } from "~/components/EmptyNotice";
import { MemberTable, memberSortWords } from "~/components/segments/MemberTable";
import { RefreshTrouble } from "~/components/segments/RefreshTrouble";
import { SegmentHeader } from "~/components/segments/SegmentHeader";
import { SegmentBadge } from "~/components/segments/SegmentBadge";
import { useMemberExport } from "~/components/segments/useMemberExport";
import { useRefreshWhile } from "~/components/useRefreshWhile";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { type MemberSort, memberSorts } from "~/segments/members/memberList";
import { segmentMembers } from "~/segments/members/members.server";
import { segmentsOverview } from "~/segments/overview/overview.server";
import { readSegmentId } from "~/segments/overview/segmentId";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** What the address says of the list; what it says wrong is read as the default. */
const listState = z.object({
  sort: z.enum(memberSorts).catch("spend"),
  direction: z.enum(["ascending", "descending"]).catch("descending"),
  search: z.string().trim().max(200).catch(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const warehouse = await openWarehouse(session.shop);
  const overview = await segmentsOverview(warehouse);
  if (overview === null) return null;
  const id = readSegmentId(params.id);
  const segment = overview.segments.find((candidate) => candidate.id === id);
  if (segment === undefined) throw new Response("There is no such segment.", { status: 404 });
  const list = listState.parse(Object.fromEntries(new URL(request.url).searchParams));
  const members = await segmentMembers(warehouse, { segmentId: segment.id, ...list, pageSize: listPageSize });
  // A phone is drawn as one from the start, so that nothing jumps when the browser measures its width.
  const phone = request.headers.get("User-Agent")?.includes("Mobi") ?? false;
  return { segment, overview: { ...overview, segments: [segment] }, list, members, phone };
}

export default function Segment() {
  const data = useLoaderData<typeof loader>();
  return data === null ? <WaitingForHistory title="Segment" /> : <SegmentMembers {...data} />;
}

type SegmentData = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>>;

function SegmentMembers({ segment, overview, list, members, phone }: SegmentData) {
  const navigation = useNavigation();
  const csv = useMemberExport(segment);
  useRefreshWhile(segment.updating);

  const { change, pagination } = useListAddress(list, { shown: members.rows.length, total: members.total });
  const sort: SortBy<MemberSort> = { by: list.sort, direction: list.direction };
  const onSort = ({ by, direction }: SortBy<MemberSort>) => {
    change({ sort: by, direction });
  };
  const empty = members.total === 0 && list.search === "";

  return (
    <Page
      title={segment.name}
      titleMetadata={<SegmentBadge segment={segment} />}
      backAction={{ content: "Segments", url: "/app/segments" }}
      secondaryActions={[
        { content: "Export CSV", disabled: empty || csv.running, loading: csv.running, onAction: csv.start },
      ]}
      fullWidth
    >
      <BlockStack gap="400">
        {overview.failing ? <RefreshTrouble /> : null}
        <SegmentHeader segment={segment} overview={overview} />
        {empty ? (
          <EmptyNotice
            heading={segment.count === null ? "The members are being found" : "Nobody is in this segment"}
            text={
              segment.count === null
                ? "This page fills as soon as every customer has been looked at."
                : "No customer matches its rule at the moment. Whoever comes to match it appears here by themselves."
            }
          />
        ) : (
          <Card padding="0">
            <Box padding="300" borderBlockEndWidth="025" borderColor="border-secondary">
              <BlockStack gap="200">
                <SearchField
                  value={list.search}
                  onSearch={(search) => {
                    change({ search });
                  }}
                />
                <SortField words={memberSortWords} sort={sort} onSort={onSort} />
              </BlockStack>
            </Box>
            <MemberTable
              page={members}
              phone={phone}
              sort={sort}
              loading={navigation.state === "loading"}
              onSort={onSort}
              pagination={pagination}
            />
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}
