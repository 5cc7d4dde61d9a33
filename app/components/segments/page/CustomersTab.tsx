import { useNavigation } from "@remix-run/react";
import { Card } from "@shopify/polaris";

import type { MemberPage, MemberSort } from "~/segments/members/memberList";
import type { SegmentDetail } from "~/segments/overview/segmentPage";

import { CustomerListControls } from "../../customers/CustomerListControls";
import type { SortBy } from "../../customers/SortField";
import { useListAddress } from "../../customers/useListAddress";
import { EmptyNotice } from "../../EmptyNotice";
import { MemberTable, memberSortWords } from "../MemberTable";

/** What the address says of the list of members. */
export interface MemberListState {
  readonly sort: MemberSort;
  readonly direction: "ascending" | "descending";
  readonly search: string;
  /** From 1. */
  readonly page: number;
}

/** The members of a segment: sorted, searched, page by page, each with the reason why they are in it. */
export function CustomersTab({
  segment,
  members,
  list,
  phone,
}: {
  segment: SegmentDetail;
  members: MemberPage;
  list: MemberListState;
  /** What to draw before the width is known. */
  phone: boolean;
}) {
  const navigation = useNavigation();
  const { change, pagination } = useListAddress(list, { shown: members.rows.length, total: members.total });
  const sort: SortBy<MemberSort> = { by: list.sort, direction: list.direction };
  const onSort = ({ by, direction }: SortBy<MemberSort>) => {
    change({ sort: by, direction });
  };
  // Of one that was switched off a moment ago there may still be members.
  if (!segment.active || (members.total === 0 && list.search === "")) return <NoMembers segment={segment} />;
  return (
    <Card padding="0">
      <CustomerListControls
        search={list.search}
        words={memberSortWords}
        sort={sort}
        onSearch={(search) => {
          change({ search });
        }}
        onSort={onSort}
      />
      <MemberTable
        page={members}
        segmentId={segment.id}
        phone={phone}
        sort={sort}
        loading={navigation.state === "loading"}
        onSort={onSort}
        pagination={pagination}
      />
    </Card>
  );
}

function NoMembers({ segment: { active, count } }: { segment: SegmentDetail }) {
  if (!active) {
    return (
      <EmptyNotice
        heading="This segment is switched off"
        text="Nobody is kept in it. Activate it, and its members are found within moments."
      />
    );
  }
  return count === null ? (
    <EmptyNotice
      heading="The members are being found"
      text="This page fills as soon as every customer has been looked at."
    />
  ) : (
    <EmptyNotice
      heading="Nobody is in this segment"
      text="No customer matches its rule at the moment. Whoever comes to match it appears here by themselves."
    />
  );
}
