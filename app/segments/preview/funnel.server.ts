import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { answer, type Placed, placed, type PlacedGroup, selectAnswers, truth } from "../compile/answers";
import { isZeroOfNone } from "../compile/events";
import { type Condition, conditionsOf, type Definition } from "../language/definition";
import { segmentContext } from "../membership/context.server";
import type { NodePath } from "../language/nodePath";
import type { PreviewedFunnel } from "./preview";

/** Conditions, and groups and conditions, that are counted one by one: the work grows with the square of their number. */
const limits = { conditions: 50, nodes: 100 } as const;

/** How many customers are left after each condition and group of a definition, as of the last scoring. One statement. */
export async function previewFunnel(
  connection: Connection,
  definition: Definition,
): Promise<PreviewedFunnel> {
  const { where } = definition;
  const conditions = conditionsOf(where);
  const steps = stepsOf(placed(where));
  if (conditions.length > limits.conditions || steps.length > limits.nodes) return { steps: null };
  if (steps.length === 0) return { steps: [] };

  const context = await segmentContext(connection, [definition]);
  const twins = conditions.flatMap((condition, place) => {
    const twin = otherWithoutValue(condition);
    return twin ? [{ place, twin }] : [];
  });
  // A twin's answer stands after those of the conditions.
  const twinOf = new Map(twins.map(({ place }, nth) => [place, conditions.length + nth]));
  const counts = steps.flatMap(({ node, before, after }, step) => {
    const twin = typeof node === "number" ? twinOf.get(node) : undefined;
    const left = sql`${count(truth(after))} AS ${sql.ref(afterColumn(step))}`;
    if (typeof node !== "number" || twin === undefined) return [left];
    const hasNone = sql<boolean>`${truth(before)} AND ${answer(node)} <> ${answer(twin)}`;
    return [left, sql`${count(hasNone)} AS ${sql.ref(withoutColumn(step))}`];
  });
  const asked = [...conditions, ...twins.map(({ twin }) => twin)];
  const [row] = await connection.all(statement<Record<string, number>>`
    SELECT ${sql.join(counts)} FROM (${selectAnswers(asked, context)}) answers`);
  return {
    steps: steps.map(({ path }, step) => ({
      path,
      after: row?.[afterColumn(step)] ?? 0,
      withoutValue: row?.[withoutColumn(step)] ?? null,
    })),
  };
}

/**
 * A condition that differs only in whether customers without a value are meant: who answers the two differently has none.
 * Null where a condition does not ask.
 */
function otherWithoutValue(condition: Condition): Condition | null {
  if (condition.kind === "segment" || !("missing" in condition.test)) return null;
  if (condition.kind === "event" && isZeroOfNone(condition.measure)) return null;
  const missing = condition.test.missing === "include" ? "exclude" : "include";
  return { ...condition, test: { ...condition.test, missing } } as Condition;
}

/** A node and the rule up to it. */
interface Step {
  readonly path: NodePath;
  readonly node: Placed;
  /**
   * The items before it in each group around it. A group that has none says nothing yet and is left out; where nothing is
   * left, it is everybody.
   */
  readonly before: Placed;
  /** The same, and the node itself. */
  readonly after: Placed;
}

/** Every node below the outermost group in reading order, a group before its items. */
function stepsOf(where: PlacedGroup): Step[] {
  const everybody: PlacedGroup = { not: false, match: "all", items: [] };
  return stepsIn(where, [], (group) => group, everybody);
}

/**
 * @param cut the whole rule up to this group, with what is given in place of the group
 * @param before the rule before this group
 */
function stepsIn(
  group: PlacedGroup,
  path: NodePath,
  cut: (group: PlacedGroup) => Placed,
  before: Placed,
): Step[] {
  return group.items.flatMap((node, place) => {
    const earlier = group.items.slice(0, place);
    const upTo = (last: Placed) => cut({ ...group, items: [...earlier, last] });
    const step: Step = {
      path: [...path, place],
      node,
      before: place === 0 ? before : cut({ ...group, items: earlier }),
      after: upTo(node),
    };
    return typeof node === "number" ? [step] : [step, ...stepsIn(node, step.path, upTo, step.before)];
  });
}

function count(test: RawBuilder<boolean>): RawBuilder<number> {
  return sql`CAST(count(*) FILTER (WHERE ${test}) AS integer)`;
}

function afterColumn(step: number): string {
  return `after_${String(step)}`;
}

function withoutColumn(step: number): string {
  return `without_${String(step)}`;
}
