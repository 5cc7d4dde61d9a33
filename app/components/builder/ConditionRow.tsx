import { ActionList, Button, Popover, Select, Text } from "@shopify/polaris";
import { MenuHorizontalIcon, XIcon } from "@shopify/polaris-icons";
import { useState } from "react";

import { beginMetafield } from "~/segments/draft/begin";
import type { DraftCondition, DraftMetafield, NodeId } from "~/segments/draft/draft";
import { changeNode, duplicateNode, moveNode, moveToBox, removeNode } from "~/segments/draft/edits";
import type { NodeLack } from "~/segments/draft/readDraft";
import { subjectOf } from "~/segments/draft/subject";
import { eventOf } from "~/segments/language/events";
import { fieldOf } from "~/segments/language/fields";

import { useFormat } from "../ShopFormatContext";
import styles from "./builder.module.css";
import { type ChangeCondition, conditionElementId, useBuilder } from "./BuilderContext";
import { EventEditor } from "./EventEditor";
import { SegmentEditor } from "./SegmentEditor";
import { TestEditor } from "./TestEditor";

/** Where a node stands: at the top of a box, or in a group. */
export interface Standing {
  readonly box: "include" | "exclude";
  readonly nested: boolean;
  readonly first: boolean;
  readonly last: boolean;
}

/** One condition: what it is about, what is asked, how many are left after it, and what can be done with it. */
export function ConditionRow({ condition, standing }: { condition: DraftCondition; standing: Standing }) {
  const { edit, lackOf, stepOf, tried } = useBuilder();
  const { id } = condition;
  const name = nameOfCondition(condition);
  const lack = lackOf(id);
  const withoutValue = stepOf(id)?.withoutValue ?? null;
  const change: ChangeCondition<DraftCondition> = (how, what) => {
    edit(
      (draft) => changeNode(draft, id, (node) => (node.kind === "group" ? node : how(node))),
      what && `${id} ${what}`,
    );
  };
  const explains = explainsOf(condition);
  return (
    <div className={styles.row} id={conditionElementId(id)} role="group" aria-label={name}>
      <div className={styles.rowHead}>
        <span className={styles.subject}>
          {condition.not ? "Not among those: " : ""}
          <bdi>{name}</bdi>
        </span>
        <StepCount id={id} box={standing.box} />
        <RowActions id={id} name={name} not={condition.not} standing={standing} />
      </div>
      <div className={styles.rowBody}>
        <Editor
          condition={condition}
          withoutValue={withoutValue}
          lack={tried ? lack : undefined}
          onChange={change}
        />
        {lack === undefined || tried ? null : (
          <div className={styles.line}>
            <Text as="p" variant="bodySm" tone="subdued">
              {`Not finished: ${lack.message}`}
            </Text>
          </div>
        )}
        {explains === undefined ? null : (
          <div className={styles.line}>
            <Text as="p" variant="bodySm" tone="subdued">
              {explains}
            </Text>
          </div>
        )}
      </div>
    </div>
  );
}

function Editor({
  condition,
  withoutValue,
  lack,
  onChange,
}: {
  condition: DraftCondition;
  withoutValue: number | null;
  /** What to show as an error. */
  lack: NodeLack | undefined;
  onChange: ChangeCondition<DraftCondition>;
}) {
  const subject = subjectOf(condition);
  const name = nameOfCondition(condition);
  switch (condition.kind) {
    case "segment":
      return (
        <SegmentEditor
          condition={condition}
          lack={lack}
          onChange={(how) => {
            onChange((before) => (before.kind === "segment" ? how(before) : before));
          }}
        />
      );
    case "event":
      return (
        <EventEditor
          condition={condition}
          withoutValue={withoutValue}
          lack={lack}
          onChange={(how, what) => {
            onChange((before) => (before.kind === "event" ? how(before) : before), what);
          }}
        />
      );
    case "attribute":
    case "metafield":
      return (
        <div className={styles.test}>
          {condition.kind === "metafield" ? <ReadAs condition={condition} onChange={onChange} /> : null}
          {subject === null ? null : (
            <TestEditor
              label={name}
              subject={subject}
              test={condition.test}
              withoutValue={withoutValue}
              lack={lack}
              onChange={(how, what) => {
                onChange(
                  (before) =>
                    before.kind === "attribute" || before.kind === "metafield"
                      ? { ...before, test: how(before.test) }
                      : before,
                  what,
                );
              }}
            />
          )}
        </div>
      );
  }
}

const readings: readonly { value: DraftMetafield["as"]; label: string }[] = [
  { value: "text", label: "read as text" },
  { value: "decimal", label: "read as a number" },
  { value: "date", label: "read as a date" },
  { value: "boolean", label: "read as yes or no" },
];

function ReadAs({
  condition,
  onChange,
}: {
  condition: DraftMetafield;
  onChange: ChangeCondition<DraftCondition>;
}) {
  return (
    <Select
      label={`${nameOfCondition(condition)}: how it is read`}
      labelHidden
      options={[...readings]}
      value={condition.as}
      onChange={(as) => {
        const begun = beginMetafield({ ...condition, as: as as DraftMetafield["as"] });
        onChange(({ id, not }) => ({ ...begun, id, not }));
      }}
    />
  );
}

/** How many are left after a node, or how many it leaves out. */
export function StepCount({ id, box }: { id: NodeId; box: Standing["box"] }) {
  const format = useFormat();
  const { stepOf } = useBuilder();
  const step = stepOf(id);
  const words = box === "include" ? "left after this" : "left without these";
  return (
    <span className={styles.step}>
      {step === undefined ? null : (
        <>
          <span className={styles.stepCount}>{format.count(step.after)}</span>
          <span className={styles.stepWords}>{` ${words}`}</span>
        </>
      )}
    </span>
  );
}

/** What can be done with a node as a whole. */
export function RowActions({
  id,
  name,
  not,
  standing,
}: {
  id: NodeId;
  name: string;
  not: boolean;
  standing: Standing;
}) {
  const { draft, edit } = useBuilder();
  const [open, setOpen] = useState(false);
  const { box, nested, first, last } = standing;
  const act = (change: Parameters<typeof edit>[0], focus?: NodeId) => {
    setOpen(false);
    edit(change, undefined, focus ?? id);
  };
  const otherBox = box === "include" ? "exclude" : "include";
  const actions = [
    {
      content: "Duplicate",
      onAction: () => {
        act((draft) => duplicateNode(draft, id).draft);
      },
    },
    ...(first
      ? []
      : [
          {
            content: "Move up",
            onAction: () => {
              act((draft) => moveNode(draft, id, -1));
            },
          },
        ]),
    ...(last
      ? []
      : [
          {
            content: "Move down",
            onAction: () => {
              act((draft) => moveNode(draft, id, 1));
            },
          },
        ]),
    nested
      ? {
          content: not ? "Take them in again" : "Turn round: those who do not",
          onAction: () => {
            act((draft) => changeNode(draft, id, (node) => ({ ...node, not: !node.not })));
          },
        }
      : {
          content: box === "include" ? "Leave these out instead" : "Take these in instead",
          onAction: () => {
            act((draft) => moveToBox(draft, id, otherBox));
          },
        },
  ];
  return (
    <span className={styles.rowActions}>
      <Popover
        active={open}
        preferredAlignment="right"
        onClose={() => {
          setOpen(false);
        }}
        activator={
          <Button
            variant="tertiary"
            icon={MenuHorizontalIcon}
            accessibilityLabel={`More for ${name}`}
            onClick={() => {
              setOpen(!open);
            }}
          />
        }
      >
        <ActionList actionRole="menuitem" items={actions} />
      </Popover>
      <Button
        variant="tertiary"
        icon={XIcon}
        accessibilityLabel={`Remove ${name}`}
        onClick={() => {
          remove();
        }}
      />
    </span>
  );

  function remove(): void {
    edit((draft) => removeNode(draft, id).draft, undefined, removeNode(draft, id).next ?? { box });
  }
}

export function nameOfCondition(condition: DraftCondition): string {
  switch (condition.kind) {
    case "attribute":
      return fieldOf(condition.field).label;
    case "metafield":
      return `${condition.namespace}.${condition.key}`;
    case "event":
      return eventOf(condition.event).label;
    case "segment":
      return "In a segment";
  }
}

function explainsOf(condition: DraftCondition): string | undefined {
  if (condition.kind === "event") return eventOf(condition.event).explains;
  return condition.kind === "attribute" ? fieldOf(condition.field).explains : undefined;
}
