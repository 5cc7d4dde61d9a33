import { Banner, BlockStack, Button, InlineStack, List } from "@shopify/polaris";

import { differenceOf } from "~/segments/language/difference";
import { differenceWording } from "~/segments/language/differenceWording";
import type { Definition } from "~/segments/language/definition";
import type { Words } from "~/segments/language/words";

import { useFormat } from "../ShopFormatContext";
import type { Conflict } from "~/segments/draft/builderData";

/** Tells that somebody else saved the segment while it was edited, what they changed, and leaves the choice. */
export function ConflictBanner({
  conflict,
  edited,
  words,
  saving,
  onOverrule,
  onTakeTheirs,
}: {
  conflict: Conflict;
  /** The rule that was edited, as it was before. */
  edited: { readonly name: string; readonly definition: Definition | null };
  words: Words;
  saving: boolean;
  onOverrule: () => void;
  onTakeTheirs: () => void;
}) {
  const format = useFormat();
  const who = conflict.by ?? "Somebody else";
  const changes =
    edited.definition === null || conflict.definition === null
      ? []
      : differenceWording(differenceOf(edited.definition, conflict.definition), words);
  const renamed = conflict.name === edited.name ? [] : [`Renamed to “${conflict.name}”.`];
  return (
    <Banner tone="warning" title={`${who} changed this segment while you worked on it`}>
      <BlockStack gap="300">
        <p>{`Saved on ${format.time(conflict.at)} as version ${format.count(conflict.version)}. What you did is still here, and is kept as your draft.`}</p>
        {renamed.length + changes.length === 0 ? (
          <p>Only the description was changed.</p>
        ) : (
          <List>
            {[...renamed, ...changes].map((change) => (
              <List.Item key={change}>{change}</List.Item>
            ))}
          </List>
        )}
        <InlineStack gap="200">
          <Button onClick={onOverrule} loading={saving}>
            Save mine instead
          </Button>
          <Button variant="plain" onClick={onTakeTheirs}>
            Give up mine and open theirs
          </Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}
