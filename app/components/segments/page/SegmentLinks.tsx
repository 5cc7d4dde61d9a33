import { List } from "@shopify/polaris";

import type { SegmentUser } from "~/segments/refusals";

import { SegmentLink } from "./SegmentLink";

/** Links to what makes use of a segment. */
export function SegmentLinks({ users }: { users: readonly Pick<SegmentUser, "id" | "name">[] }) {
  return (
    <List>
      {users.map((user) => (
        <List.Item key={user.id}>
          <SegmentLink segment={user} />
        </List.Item>
      ))}
    </List>
  );
}
