import { decimalString } from "~/warehouse/minorUnits";

import type { Amount, Definition, EventWindow, Node, NumericTest, Test } from "../language/definition";
import { numericOperators, type OperatorId, operators, type ValueType } from "../language/operators";
import type {
  Draft,
  DraftAmount,
  DraftEvent,
  DraftNode,
  DraftPeriod,
  DraftTest,
  DraftWindow,
  NodeId,
} from "./draft";
import { filterSubject, type Subject, subjectOf } from "./subject";

/** What a segment without anything is begun with. */
export const emptyDraft: Draft = {
  name: "",
  description: "",
  include: { match: "all", items: [] },
  exclude: [],
};

/** Nothing was typed yet. */
export const blankTest: Omit<DraftTest, "operator"> = {
  text: "",
  texts: [],
  amount: { kind: "number", number: "", percentile: "80", of: "buyers" },
  to: { kind: "number", number: "", percentile: "90", of: "buyers" },
  period: { count: "30", unit: "days" },
  date: "",
  toDate: "",
  missing: "exclude",
};

/**
 * A definition as a draft that means the same. What is excluded at the outermost level moves to the box of those left out.
 *
 * @param digits decimals of the shop's currency
 */
export function ruleDraftOf({ where }: Definition, digits: number): Pick<Draft, "include" | "exclude"> {
  let last = 0;
  const fresh = (): NodeId => `n${String((last += 1))}`;
  const node = (given: Node) => draftOfNode(given, digits, fresh);
  if (where.not) {
    return { include: { match: "all", items: [] }, exclude: [node({ ...where, not: false })] };
  }
  const taken = where.items.filter((item) => !item.not);
  const left = where.items.filter((item) => item.not);
  // Of alternatives one may be an exclusion ("or is not among …"): no box says that.
  if (where.match === "any" && left.length > 0) {
    return { include: { match: "any", items: where.items.map(node) }, exclude: [] };
  }
  const [only] = taken;
  // "All of (any of these), except those": the alternatives stand by themselves.
  if (where.match === "all" && taken.length === 1 && left.length > 0 && only?.kind === "group") {
    return {
      include: { match: only.match, items: only.items.map(node) },
      exclude: left.map((item) => node({ ...item, not: false })),
    };
  }
  return {
    include: { match: where.match, items: taken.map(node) },
    exclude: left.map((item) => node({ ...item, not: false })),
  };
}

function draftOfNode(node: Node, digits: number, fresh: () => NodeId): DraftNode {
  const id = fresh();
  switch (node.kind) {
    case "group":
      return { ...node, id, items: node.items.map((item) => draftOfNode(item, digits, fresh)) };
    case "segment":
      return { ...node, id };
    case "attribute":
    case "metafield": {
      const draft = { ...node, id, test: { ...blankTest, operator: node.test.operator } };
      return { ...draft, test: draftOfTest(node.test, subjectOf(draft), digits) };
    }
    case "event": {
      const draft: DraftEvent = {
        ...node,
        id,
        window: draftOfWindow(node.window),
        filters: [],
        test: { ...blankTest, operator: node.test.operator },
      };
      const filters = node.filters.map(({ property, test }) => ({
        property,
        test: draftOfTest(test, filterSubject(node.event, { property, test: draft.test }), digits),
      }));
      return { ...draft, filters, test: draftOfTest(node.test, subjectOf(draft), digits) };
    }
  }
}

function draftOfTest(test: Test, subject: Subject | null, digits: number): DraftTest {
  const draft: DraftTest = { ...blankTest, operator: test.operator };
  const missing = "missing" in test ? test.missing : draft.missing;
  if ("text" in test) return { ...draft, missing, text: test.text, texts: [test.text] };
  if ("texts" in test) return { ...draft, missing, texts: test.texts };
  if ("period" in test) return { ...draft, period: draftOfPeriod(test.period) };
  if ("date" in test) return { ...draft, date: test.date };
  if (test.operator === "between_dates") return { ...draft, date: test.from, toDate: test.to };
  if (!isNumeric(test)) return draft;
  const amountOf = (amount: Amount, blank: DraftAmount) => draftOfAmount(amount, blank, subject, digits);
  if (test.operator === "between") {
    return { ...draft, amount: amountOf(test.from, draft.amount), to: amountOf(test.to, draft.to) };
  }
  return { ...draft, missing, amount: amountOf(test.amount, draft.amount) };
}

function isNumeric(test: Test): test is NumericTest {
  const numeric: readonly OperatorId[] = numericOperators;
  return numeric.includes(test.operator);
}

function draftOfAmount(
  amount: Amount,
  blank: DraftAmount,
  subject: Subject | null,
  digits: number,
): DraftAmount {
  if (amount.kind === "number") {
    return { ...blank, number: typed(amount.number, subject?.type ?? "decimal", digits) };
  }
  return { ...blank, kind: "percentile", percentile: plain(amount.percentile), of: amount.of };
}

function typed(number: number, type: ValueType, digits: number): string {
  if (type !== "money" || !Number.isSafeInteger(number)) return plain(number);
  return decimalString(BigInt(number), digits).replace(/\.0+$/, "");
}

/** All digits, and no exponent. */
function plain(number: number): string {
  return number.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 20 });
}

function draftOfPeriod({ count, unit }: { count: number; unit: DraftPeriod["unit"] }): DraftPeriod {
  return { count: String(count), unit };
}

function draftOfWindow(window: EventWindow): DraftWindow {
  const blank: DraftWindow = { kind: window.kind, period: blankTest.period, date: "", toDate: "" };
  if ("period" in window) return { ...blank, period: draftOfPeriod(window.period) };
  if (window.kind === "between_dates") return { ...blank, date: window.from, toDate: window.to };
  return "date" in window ? { ...blank, date: window.date } : blank;
}

/** Whether an operator asks for something to be typed or chosen. */
export function takesValue(operator: OperatorId): boolean {
  return operators[operator].operand !== "none";
}
