import { Button, Select, Text } from "@shopify/polaris";

import { beginGroup } from "~/segments/draft/begin";
import type { DraftGroup, DraftList, DraftNode } from "~/segments/draft/draft";
import { addNode, changeNode, type Place } from "~/segments/draft/edits";

import styles from "./builder.module.css";
import { conditionElementId, useBuilder } from "./BuilderContext";
import { ConditionPicker } from "./ConditionPicker";
import { ConditionRow, RowActions, type Standing, StepCount } from "./ConditionRow";

/**
 * Conditions under each other with the word that joins them, and what adds another. Groups are offered one level deep: what needs
 * more is easier to read as a segment of its own. Deeper ones that a rule has are shown and edited all the same.
 */
export function ConditionList({
  items,
  joined,
  place,
  box,
  nested,
  label,
}: {
  items: readonly DraftNode[];
  joined: "and" | "or";
  place: Place;
  box: Standing["box"];
  nested: boolean;
  /** What the input that adds a condition is called. */
  label: string;
}) {
  const { draft, edit } = useBuilder();
  return (
    <div className={styles.list}>
      {items.length === 0 ? null : (
        <ol className={styles.items}>
          {items.map((item, at) => {
            const standing = { box, nested, first: at === 0, last: at === items.length - 1 };
            return (
              <li key={item.id}>
                {at === 0 ? null : <span className={styles.joined}>{joined}</span>}
                {item.kind === "group" ? (
                  <GroupCard group={item} standing={standing} />
                ) : (
                  <ConditionRow condition={item} standing={standing} />
                )}
              </li>
            );
          })}
        </ol>
      )}
      <div className={styles.add}>
        <div className={styles.picker} id={pickerElementId(place)}>
          <ConditionPicker
            label={label}
            onPick={(begun) => {
              const { id } = addNode(draft, place, begun);
              edit((before) => addNode(before, place, begun).draft, undefined, id);
            }}
          />
        </div>
        {nested ? null : (
          <Button
            onClick={() => {
              const { id } = addNode(draft, place, beginGroup());
              edit((before) => addNode(before, place, beginGroup()).draft, undefined, id);
            }}
          >
            Add a group
          </Button>
        )}
      </div>
    </div>
  );
}

/** Conditions in brackets: a band of their own, with the word that joins them. */
function GroupCard({ group, standing }: { group: DraftGroup; standing: Standing }) {
  const { edit, lackOf, tried } = useBuilder();
  const lack = lackOf(group.id);
  const name = `group of ${String(group.items.length)}`;
  return (
    <div className={styles.group} id={conditionElementId(group.id)} role="group" aria-label={name}>
      <div className={styles.rowHead}>
        <span className={styles.subject}>
          <MatchSelect
            label={`${name}: how many of them`}
            before={group.not ? "Not among those who match" : ""}
            match={group.match}
            onChange={(match) => {
              edit((draft) =>
                changeNode(draft, group.id, (node) => (node.kind === "group" ? { ...node, match } : node)),
              );
            }}
          />
        </span>
        <StepCount id={group.id} box={standing.box} />
        <RowActions id={group.id} name={name} not={group.not} standing={standing} />
      </div>
      <ConditionList
        items={group.items}
        joined={group.match === "all" ? "and" : "or"}
        place={{ group: group.id }}
        box={standing.box}
        nested
        label="Add to this group"
      />
      {lack === undefined ? null : (
        <Text as="p" variant="bodySm" tone={tried ? "critical" : "subdued"}>
          {lack.message}
        </Text>
      )}
    </div>
  );
}

/** "all of these" or "any of these", in a sentence. */
export function MatchSelect({
  label,
  before,
  match,
  onChange,
}: {
  label: string;
  before: string;
  match: DraftList["match"];
  onChange: (match: DraftList["match"]) => void;
}) {
  return (
    <span className={styles.match}>
      {before === "" ? null : <span>{before}</span>}
      <Select
        label={label}
        labelHidden
        options={[
          { value: "all", label: "all of these" },
          { value: "any", label: "any of these" },
        ]}
        value={match}
        onChange={(chosen) => {
          onChange(chosen === "any" ? "any" : "all");
        }}
      />
    </span>
  );
}

/** Where the input that adds to a list is found, to lead the focus there. */
export function pickerElementId(place: Place): string {
  return `add-to-${"box" in place ? place.box : place.group}`;
}
