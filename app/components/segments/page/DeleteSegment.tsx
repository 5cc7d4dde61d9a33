import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Text } from "@shopify/polaris";

import type { SegmentDetail } from "~/segments/overview/segmentPage";

import { plural } from "../../format";
import { useFormat } from "../../ShopFormatContext";
import { SegmentLinks } from "./SegmentLinks";

/** Asks before a segment is deleted: what is lost; or says what has to be changed first. */
export function DeleteSegment({
  segment,
  open,
  onClose,
  onDelete,
}: {
  segment: SegmentDetail;
  open: boolean;
  onClose: () => void;
  onDelete: () => void;
}) {
  const isUsed = segment.users.length > 0;
  return (
    <Modal id="delete-segment" open={open} onHide={onClose}>
      <TitleBar title={isUsed ? "This segment is in use" : "Delete this segment?"}>
        {isUsed ? null : (
          <button variant="primary" tone="critical" onClick={onDelete}>
            Delete
          </button>
        )}
        <button onClick={onClose}>{isUsed ? "Close" : "Cancel"}</button>
      </TitleBar>
      <Box padding="400">{isUsed ? <InUse segment={segment} /> : <Lost segment={segment} />}</Box>
    </Modal>
  );
}

function InUse({ segment: { name, users } }: { segment: SegmentDetail }) {
  return (
    <BlockStack gap="200">
      <Text as="p" breakWord>
        <bdi>{name}</bdi>
        {` cannot be deleted while ${users.length === 1 ? "the rule of this segment speaks" : "the rules of these segments speak"} of it. Change ${users.length === 1 ? "it" : "them"} first:`}
      </Text>
      <SegmentLinks users={users} />
    </BlockStack>
  );
}

function Lost({ segment: { name, count, topic } }: { segment: SegmentDetail }) {
  const format = useFormat();
  return (
    <BlockStack gap="200">
      <Text as="p" breakWord>
        <bdi>{name}</bdi>
        {
          " goes with its rule, its versions, its activity and its past: who entered and left, and how large it was. "
        }
        {count === null
          ? ""
          : `${format.count(count.members)} ${plural(count.members, "customer leaves", "customers leave")} it; the customers themselves stay as they are.`}
      </Text>
      <Text as="p">
        {topic === "own"
          ? "This cannot be undone. To keep it without its members, deactivate it instead."
          : "As a ready-made segment it can be brought back as it was at first. To keep it without its members, deactivate it instead."}
      </Text>
      <Text as="p" tone="subdued">
        No other segment uses it.
      </Text>
    </BlockStack>
  );
}
