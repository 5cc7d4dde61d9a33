import { describe, expect, test } from "vitest";

import { eventIds, eventOf } from "./events";
import { fieldIds, fieldOf } from "./fields";
import { populationsExplained } from "./populations";

const entries = [
  ...fieldIds.map((id) => ({ name: id, explains: fieldOf(id).explains })),
  ...eventIds.flatMap((id) => [
    { name: id, explains: eventOf(id).explains },
    ...Object.entries(eventOf(id).properties).map(([property, { explains }]) => ({
      name: `${id}.${property}`,
      explains,
    })),
  ]),
  ...Object.entries(populationsExplained).map(([name, explains]) => ({ name, explains })),
];

describe("what a condition counts and ignores", () => {
  test("is said of every figure of orders, every score and every event", () => {
    const needed = [
      ...fieldIds.filter((id) => ["Orders", "Scores"].includes(fieldOf(id).topic)),
      ...eventIds,
    ];
    const said = new Set(entries.flatMap(({ name, explains }) => (explains ? [name] : [])));
    expect(needed.filter((name) => !said.has(name))).toEqual([]);
  });

  test.each(entries.filter(({ explains }) => explains !== undefined))(
    "is one line of whole sentences: $name",
    ({ explains }) => {
      expect(explains).toMatch(/^[A-Z1][^\n]{10,138}\.$/);
    },
  );
});
