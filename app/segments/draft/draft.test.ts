import fc from "fast-check";
import { expect, test } from "vitest";

import { naiveMetrics } from "~/customers/testing/naive";

import type { Definition } from "../language/definition";
import { all } from "../language/testing/builders";
import { cases } from "../testing/cases";
import { naiveStore } from "../testing/naive";
import { beginAttribute, beginEvent, beginGroup, beginSegment } from "./begin";
import { type Draft, nodesOf } from "./draft";
import { emptyDraft, ruleDraftOf } from "./draftOf";
import { addNode, changeNode, duplicateNode, moveNode, moveToBox, removeNode } from "./edits";
import { readDraft } from "./readDraft";
import { readStoredDraft } from "./storedDraft";
import { changed, redone, undoable, undone } from "./undo";

const draftOf = (definition: Definition, digits = 2): Draft => ({
  ...emptyDraft,
  ...ruleDraftOf(definition, digits),
});

test("a definition opened in the builder means the same customers when it is read back", () => {
  const answers = { some: 0, others: 0 };
  fc.assert(
    fc.property(
      cases(8),
      fc.constantFrom(0, 2, 3),
      ({ facts, counting, memberships, definitions }, digits) => {
        const metrics = naiveMetrics(facts, counting);
        const naive = naiveStore({ facts, counting, metrics, scores: [], memberships });
        for (const definition of definitions) {
          const { definition: read, lacks, problem } = readDraft(draftOf(definition, digits), digits);
          // A random group may be empty, which the builder asks to be filled.
          if (lacks.some(({ input }) => input === "items")) continue;
          expect({ lacks, problem }).toEqual({ lacks: [], problem: null });
          const members = naive.members(definition);
          expect(read && naive.members(read)).toEqual(members);
          answers[members.length > 0 && members.length < naive.customers.length ? "some" : "others"] += 1;
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(answers.some).toBeGreaterThan(40);
});

test("each finished node is told where it stands in the definition", () => {
  fc.assert(
    fc.property(cases(8), ({ definitions }) => {
      for (const given of definitions) {
        const draft = draftOf(given);
        const { definition, paths } = readDraft(draft, 2);
        for (const node of nodesOf(draft)) {
          const path = paths.get(node.id);
          if (path === undefined || definition === null) continue;
          let found: unknown = definition.where;
          for (const at of path) found = (found as { items: unknown[] }).items[at];
          expect((found as { kind: string }).kind).toBe(node.kind);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test("a draft that was kept comes back as it was; anything else is nothing", () => {
  fc.assert(
    fc.property(cases(6), ({ definitions }) => {
      for (const definition of definitions) {
        const draft = draftOf(definition);
        expect(readStoredDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
      }
    }),
    { numRuns: 20 },
  );
  for (const kept of [null, 7, "{}", [], {}, { ...emptyDraft, include: { match: "some", items: [] } }]) {
    expect(readStoredDraft(kept)).toBeNull();
  }
});

function built(...edits: readonly ((draft: Draft) => Draft)[]): Draft {
  return edits.reduce((draft, edit) => edit(draft), emptyDraft);
}
const include = { box: "include" } as const;
const exclude = { box: "exclude" } as const;
const city = (draft: Draft) => addNode(draft, include, beginAttribute("city")).draft;
const spent = (draft: Draft) => addNode(draft, include, beginAttribute("spend")).draft;

test("what is not finished is told in words and left out of the rule", () => {
  const draft = built(city, spent, (before) => addNode(before, exclude, beginSegment(null)).draft);
  const { definition, lacks } = readDraft(draft, 2);
  expect(definition).toEqual({ version: 1, where: { kind: "group", not: false, match: "all", items: [] } });
  expect(lacks.map(({ id, message }) => [id, message])).toEqual([
    ["n1", "Choose at least one value."],
    ["n2", "Type a number."],
    ["n3", "Choose a segment."],
  ]);
});

test("alternatives of which none is finished are everybody, not nobody", () => {
  const draft = built(city, spent, (before) => ({ ...before, include: { ...before.include, match: "any" } }));
  expect(readDraft(draft, 2).definition?.where).toMatchObject({ match: "all", items: [] });
});

test("the spaces around a text are kept, and a text of spaces alone is none", () => {
  const where = (text: string) =>
    all({ kind: "attribute", not: false, field: "phone", test: { operator: "contains", text } });
  const draft = draftOf({ version: 1, where: where(" 1 ") }, 2);
  expect(readDraft(draft, 2).definition?.where).toEqual(where(" 1 "));
  const blank = draftOf({ version: 1, where: where("  ") }, 2);
  expect(readDraft(blank, 2).lacks.map(({ message }) => message)).toEqual(["Type a value."]);
});

function typedAmount(number: string, digits: number) {
  const draft = changeNode(built(spent), "n1", (node) =>
    node.kind === "attribute"
      ? { ...node, test: { ...node.test, amount: { ...node.test.amount, number } } }
      : node,
  );
  const { definition, lacks } = readDraft(draft, digits);
  const [item] = definition?.where.items ?? [];
  const test = item?.kind === "attribute" ? item.test : null;
  return test && "amount" in test && test.amount.kind === "number" ? test.amount.number : lacks[0]?.message;
}

test.each([
  ["200", 2, 20_000],
  [" 49,90 ", 2, 4_990],
  ["49.9", 2, 4_990],
  ["0", 2, 0],
  ["-5", 2, -500],
  ["1.234", 3, 1_234],
  ["500", 0, 500],
])("money typed as %j with %i decimals is %i minor units", (number, digits, minor) => {
  expect(typedAmount(number, digits)).toBe(minor);
});

test.each([
  ["", 2, "Type a number."],
  ["1.234", 2, "Type an amount with at most 2 decimals, such as 200 or 49.90."],
  ["1.5", 0, "Type an amount without decimals, such as 200."],
  ["1e3", 2, "Type an amount with at most 2 decimals, such as 200 or 49.90."],
  ["two", 2, "Type an amount with at most 2 decimals, such as 200 or 49.90."],
])("money typed as %j with %i decimals is refused: %s", (number, digits, message) => {
  expect(typedAmount(number, digits)).toBe(message);
});

test("a node that is removed hands over to its neighbour; the last one leaves 'all of' behind", () => {
  const draft = built(city, spent, (before) => ({ ...before, include: { ...before.include, match: "any" } }));
  const first = removeNode(draft, "n1");
  expect(first.next).toBe("n2");
  const second = removeNode(first.draft, "n2");
  expect(second.next).toBeNull();
  expect(second.draft.include).toEqual({ match: "all", items: [] });
});

test("nodes move within their list, into the other box and into copies with ids of their own", () => {
  const grouped = addNode(built(city, spent), include, beginGroup());
  const draft = addNode(grouped.draft, { group: grouped.id }, beginEvent("ordered")).draft;
  const order = (after: Draft) => after.include.items.map(({ id }) => id);
  expect(order(moveNode(draft, "n2", -1))).toEqual(["n2", "n1", "n3"]);
  expect(order(moveNode(draft, "n1", -1))).toEqual(["n1", "n2", "n3"]);
  const left = moveToBox(draft, "n2", "exclude");
  expect([order(left), left.exclude.map(({ id }) => id)]).toEqual([["n1", "n3"], ["n2"]]);
  const copied = duplicateNode(draft, "n3");
  expect(order(copied.draft)).toEqual(["n1", "n2", "n3", copied.id]);
  const ids = nodesOf(copied.draft).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("typing a word is one step back, each other change its own", () => {
  const state = ["B", "Be", "Ber"].reduce((before, text) => changed(before, text, "n1 text"), undoable(""));
  const next = changed(state, "Bern", null);
  expect(undone(next).present).toBe("Ber");
  expect(undone(undone(next)).present).toBe("");
  expect(redone(undone(undone(next))).present).toBe("Ber");
  expect(undone(undoable("x")).present).toBe("x");
});
