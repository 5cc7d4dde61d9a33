import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { RedoIcon, UndoIcon } from "@shopify/polaris-icons";

import styles from "./builder.module.css";
import { useBuilder } from "./BuilderContext";
import { ConditionList, MatchSelect } from "./ConditionList";
import type { Kept } from "./useKeptDraft";

/** Whom the segment takes in. */
export function WhoCard({ isEdited }: { isEdited: boolean }) {
  const { draft, edit } = useBuilder();
  const { items, match } = draft.include;
  return (
    <Card>
      <BlockStack gap="300">
        <h2 className={styles.heading}>
          {items.length < 2 ? (
            <span>
              {items.length === 0 ? "Who: everybody, until you add a condition" : "Customers who match"}
            </span>
          ) : (
            <MatchSelect
              label="How many of the conditions"
              before="Customers who match"
              match={match}
              onChange={(chosen) => {
                edit((before) => ({ ...before, include: { ...before.include, match: chosen } }));
              }}
            />
          )}
        </h2>
        <ConditionList
          items={items}
          joined={match === "all" ? "and" : "or"}
          place={{ box: "include" }}
          box="include"
          nested={false}
          label="Add a condition"
        />
        {items.length > 0 || isEdited ? null : (
          <div>
            <Button variant="plain" url="/app/segments/ready-made">
              Or begin with a ready-made segment
            </Button>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

/** Whom it leaves out all the same. */
export function LeaveOutCard() {
  const { draft } = useBuilder();
  return (
    <Card background="bg-surface-secondary">
      <BlockStack gap="300">
        <h2 className={styles.heading}>But leave out</h2>
        <Text as="p" tone="subdued">
          Whoever matches one of these is not in the segment, whatever else is true of them.
        </Text>
        <ConditionList
          items={draft.exclude}
          joined="or"
          place={{ box: "exclude" }}
          box="exclude"
          nested={false}
          label="Add whom to leave out"
        />
      </BlockStack>
    </Card>
  );
}

/** What the segment is called. */
export function NameCard({
  proposed,
  errors,
}: {
  /** The name that a new segment gets if none is typed; null: it has to have one. */
  proposed: string | null;
  errors: { readonly name: string | undefined; readonly description: string | undefined };
}) {
  const { draft, edit } = useBuilder();
  return (
    <Card>
      <BlockStack gap="300">
        <h2 className={styles.heading}>Name and description</h2>
        <TextField
          id="segment-name"
          label="Name"
          autoComplete="off"
          value={draft.name}
          maxLength={100}
          error={errors.name}
          {...(proposed === null ? {} : { placeholder: proposed })}
          helpText={
            proposed !== null && draft.name.trim() === ""
              ? "Called so unless you type another name."
              : undefined
          }
          onChange={(name) => {
            edit((before) => ({ ...before, name }), "name");
          }}
        />
        <TextField
          id="segment-description"
          label="Description"
          autoComplete="off"
          multiline={2}
          value={draft.description}
          maxLength={1000}
          error={errors.description}
          helpText="What it is for, so that others know when to use it."
          onChange={(description) => {
            edit((before) => ({ ...before, description }), "description");
          }}
        />
      </BlockStack>
    </Card>
  );
}

const keptWords: Readonly<Record<Kept, string>> = {
  nothing: "\u00a0",
  keeping: "Keeping your draft …",
  kept: "Draft kept",
  failed: "Your draft could not be kept. Save before you leave.",
};

/** Steps back and forth, and whether the draft is kept. */
export function DraftBar({
  kept,
  canUndo,
  canRedo,
  onUndo,
  onRedo,
}: {
  kept: Kept;
  canUndo: boolean;
  canRedo: boolean;
  onUndo: () => void;
  onRedo: () => void;
}) {
  return (
    <InlineStack gap="300" blockAlign="center">
      <ButtonGroup variant="segmented">
        <Button icon={UndoIcon} accessibilityLabel="Undo" disabled={!canUndo} onClick={onUndo} />
        <Button icon={RedoIcon} accessibilityLabel="Redo" disabled={!canRedo} onClick={onRedo} />
      </ButtonGroup>
      <span role="status" className={styles.kept}>
        {keptWords[kept]}
      </span>
    </InlineStack>
  );
}
