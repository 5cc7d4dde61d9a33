import { Button, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { PartState } from "./useHealthPart";

/** A part of a card that is fetched: on its way, failed, or there. */
export function PartOnPage<Found>({
  part,
  lines,
  children,
}: {
  part: PartState<Found>;
  /** How high it is until it is there, in lines. */
  lines: number;
  children: (found: Found) => ReactNode;
}) {
  switch (part.kind) {
    case "coming":
      return (
        <div aria-busy="true">
          <SkeletonBodyText lines={lines} />
        </div>
      );
    case "failed":
      return (
        <InlineStack gap="200" blockAlign="center">
          <Text as="span">This could not be counted just now.</Text>
          <Button variant="plain" onClick={part.again}>
            Try again
          </Button>
        </InlineStack>
      );
    case "there":
      return children(part.found);
  }
}
