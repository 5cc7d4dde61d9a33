import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { Box, Card, Page } from "@shopify/polaris";
import { z } from "zod";

import { CustomerListControls } from "~/components/customers/CustomerListControls";
import { CustomerTable } from "~/components/customers/CustomerTable";
import type { TableSort } from "~/components/customers/CustomerTable";
import { GroupHeader } from "~/components/customers/GroupHeader";
import { customerSortWords } from "~/components/customers/SortField";
import { listPageSize, useListAddress } from "~/components/customers/useListAddress";
import { EmptyNotice } from "~/components/EmptyNotice";
import { useFreshData } from "~/components/freshness/useFreshData";
import { useMarkVisited } from "~/components/home/visited";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { customerSorts } from "~/customers/figures";
import { groupMembers } from "~/customers/groupMembers.server";
import { groupWordings } from "~/customers/groups";
import { rfmGroupIds } from "~/customers/rfmGroups";
import { scoredGroups } from "~/customers/scoredGroups.server";
import { dataVersion } from "~/history/dataVersion.server";
import { authenticate } from "~/shopify/app.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

/** What the address says of the list; what it says wrong is read as the default. */
const listState = z.object({
  sort: z.enum(customerSorts).catch("spend"),
  direction: z.enum(["ascending", "descending"]).catch("descending"),
  search: z.string().trim().max(200).catch(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const group = z.enum(rfmGroupIds).safeParse(params.group);
  if (!group.success) throw new Response("There is no group of this name.", { status: 404 });
  const list = listState.parse(Object.fromEntries(new URL(request.url).searchParams));
  const version = await dataVersion(session.shop);
  const warehouse = await openWarehouse(session.shop);
  const [figures, customers] = await Promise.all([
    scoredGroups(warehouse),
    groupMembers(warehouse, { group: group.data, ...list, pageSize: listPageSize }),
  ]);
  // A phone is drawn as one from the start, so that nothing jumps when the browser measures its width.
  const phone = request.headers.get("User-Agent")?.includes("Mobi") ?? false;
  return { version, group: group.data, list, figures, customers, phone };
}

export default function Group() {
  const { version, group, list, figures, customers, phone } = useLoaderData<typeof loader>();
  const navigation = useNavigation();
  useMarkVisited("group");
  useFreshData(figures === null ? null : version);
  const { change, pagination } = useListAddress(list, {
    shown: customers.rows.length,
    total: customers.total,
  });
  if (figures === null) return <WaitingForHistory title={groupWordings[group].name} />;

  const sort = { by: list.sort, direction: list.direction };
  const onSort = ({ by, direction }: TableSort) => {
    change({ sort: by, direction });
  };
  const empty = customers.total === 0 && list.search === "";

  return (
    <Page title={groupWordings[group].name} backAction={{ content: "Home", url: "/app" }} fullWidth>
      <GroupHeader group={group} figures={figures} />
      <Box paddingBlockStart="400">
        {empty ? (
          <EmptyNotice
            heading="Nobody is in this group"
            text="None of your buyers has these scores at the moment. The groups are made anew with every sync and whenever you change what counts."
          />
        ) : (
          <Card padding="0">
            <CustomerListControls
              search={list.search}
              words={customerSortWords}
              sort={sort}
              onSearch={(search) => {
                change({ search });
              }}
              onSort={onSort}
            />
            <CustomerTable
              page={customers}
              scoring={figures.scoring}
              phone={phone}
              sort={sort}
              loading={navigation.state === "loading"}
              onSort={onSort}
              pagination={pagination}
            />
          </Card>
        )}
      </Box>
    </Page>
  );
}
