import type { Connection } from "~/warehouse/engine";

import { type ActiveSegment, evaluationOrder } from "../dependencies";
import { type Condition, conditionsOf, type Definition, referencedSegments } from "../language/definition";
import { scoringOf, segmentContext } from "../membership/context.server";
import { readTimelines, readValues } from "./answers.server";
import { explainGroup, timelineOfNode } from "./explainTree";
import type { ExplainedGroup } from "./explanation";
import type { Timeline } from "./timeline";
import { movesWithOthers } from "./turningDays";

/** Bounds a statement's text, and how much is answered at once. */
const conditionsAtOnce = 25;
const customersAtOnce = 1_000;

/**
 * Why each of these customers matches a definition or does not, and when time alone would change that: every group and
 * condition with its answer and the customer's own value, as of the day of the last scoring. Customers that the store does
 * not have are left out.
 *
 * Today's answers are those of the stored memberships; when being in another segment will change is told by that
 * segment's rule.
 *
 * @param active the segments whose members are kept, for conditions on being in one of them
 * @throws {NotScoredError} where the store was never scored as a whole.
 * @throws {CircleError} where segments that the definition refers to refer to each other in a circle.
 */
export async function explainCustomers(
  connection: Connection,
  definition: Definition,
  customerIds: readonly bigint[],
  active: readonly ActiveSegment[],
): Promise<Map<bigint, ExplainedGroup>> {
  const rules = rulesBehind(definition, active);
  const definitions = [definition, ...rules.map((rule) => rule.definition)];
  const scoring = await scoringOf(connection);
  const context = await segmentContext(connection, definitions);
  const own = conditionsOf(definition.where);
  const all = definitions.flatMap(({ where }) => conditionsOf(where));
  const dependsOnOthers = othersMatter(rules);

  const explained = new Map<bigint, ExplainedGroup>();
  for (const chunk of inChunks(customerIds, customersAtOnce)) {
    const asked = { customerIds: chunk, context, scoring };
    const timelines = await byCustomer(inChunks(all, conditionsAtOnce), (conditions) =>
      readTimelines(connection, { ...asked, conditions }),
    );
    // Asked even where there are no conditions: it tells which of the customers there are.
    const values = await byCustomer([[], ...inChunks(own, conditionsAtOnce)], (conditions) =>
      readValues(connection, { ...asked, conditions }),
    );
    for (const [customerId, valuesOfCustomer] of values) {
      const findings = {
        timelines: timelines.get(customerId) ?? new Map<Condition, Timeline>(),
        values: valuesOfCustomer,
        segments: new Map<number, Timeline>(),
      };
      for (const rule of rules) {
        findings.segments.set(rule.id, timelineOfNode(rule.definition.where, findings));
      }
      explained.set(customerId, explainGroup(definition.where, findings, dependsOnOthers));
    }
  }
  return explained;
}

/** The active segments that a definition refers to, directly or through others, each after those it refers to. */
function rulesBehind(definition: Definition, active: readonly ActiveSegment[]): ActiveSegment[] {
  const byId = new Map(active.map((segment) => [segment.id, segment]));
  const found = new Set<ActiveSegment>();
  const waiting = referencedSegments(definition);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const segment = byId.get(id);
    if (!segment || found.has(segment)) continue;
    found.add(segment);
    waiting.push(...referencedSegments(segment.definition));
  }
  return evaluationOrder([...found]);
}

/** Whether a condition, or one of the rule of a segment that it names, moves with others. */
function othersMatter(rules: readonly ActiveSegment[]): (condition: Condition) => boolean {
  const moving = new Set<number>();
  const matter = (condition: Condition) =>
    condition.kind === "segment" ? moving.has(condition.segment) : movesWithOthers(condition);
  for (const { id, definition } of rules) if (conditionsOf(definition.where).some(matter)) moving.add(id);
  return matter;
}

/** What is read of batches of conditions, put together by customer. */
async function byCustomer<Found>(
  batches: readonly (readonly Condition[])[],
  read: (conditions: readonly Condition[]) => Promise<Map<bigint, Found[]>>,
): Promise<Map<bigint, Map<Condition, Found>>> {
  const together = new Map<bigint, Map<Condition, Found>>();
  for (const batch of batches) {
    for (const [customerId, found] of await read(batch)) {
      let own = together.get(customerId);
      if (!own) together.set(customerId, (own = new Map<Condition, Found>()));
      for (const [place, condition] of batch.entries()) {
        const answer = found[place];
        if (answer !== undefined) own.set(condition, answer);
      }
    }
  }
  return together;
}

function inChunks<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
