import { describe, expect, it } from "vitest";

import { defaultSettings, scoringSettings } from "~/customers/settings";

import { draftOf, readDraft } from "./draft";

const current = { recencyDays: [12.2, 30, 71, 140], orders: [1, 1, 2, 4], spend: [1999, 5000, 9050, 20000] };
const own = scoringSettings.parse({
  scoring: {
    method: "own",
    recencyDays: [10, 20, 30, 40],
    orders: [1, 2, 3, 4],
    spend: [1000, 2050, 3000, 4000],
  },
});

describe("draftOf and readDraft", () => {
  it.each([
    [defaultSettings, 2],
    [own, 2],
    [own, 0],
    [own, 3],
  ])("come back to the same settings", (settings, digits) => {
    expect(readDraft(draftOf(settings, current, digits), digits)).toEqual({ settings, errors: null });
  });

  it("start own limits at the store's current breaks, kept apart where ties made them equal", () => {
    expect(draftOf(defaultSettings, current, 2).limits).toEqual({
      recencyDays: ["12", "30", "71", "140"],
      orders: ["1", "2", "3", "4"],
      spend: ["19.99", "50.00", "90.50", "200.00"],
    });
  });

  it("turn a store's breaks into own limits that are valid as they stand", () => {
    const draft = {
      ...draftOf(defaultSettings, { ...current, orders: [0, 0, 0, 0] }, 2),
      method: "own" as const,
    };
    expect(readDraft(draft, 2).errors).toBeNull();
  });
});

describe("what is wrong with a limit", () => {
  const draft = (limits: Partial<Record<"recencyDays" | "orders" | "spend", string[]>>) => {
    const base = draftOf(own, current, 2);
    return { ...base, limits: { ...base.limits, ...limits } };
  };

  it("is said beside the field that has to change", () => {
    expect(
      readDraft(draft({ recencyDays: ["10", "10", "x", "40"], spend: ["1", "2.005", "-3", "9"] }), 2).errors,
    ).toEqual({
      "recencyDays.1": "Must be larger than the one before it.",
      "recencyDays.2": "Enter a whole number, 0 or more.",
      "spend.1": "Enter an amount with at most 2 decimals.",
      "spend.2": "Enter an amount with at most 2 decimals.",
    });
  });

  it("does not matter while the store's own fifths are used", () => {
    expect(readDraft({ ...draft({ orders: ["", "", "", ""] }), method: "quintiles" }, 2).errors).toBeNull();
  });

  it("reads a comma as a decimal sign too", () => {
    const read = readDraft(draft({ spend: ["1,5", "2", "3", "4"] }), 2).settings;
    expect(read?.scoring).toMatchObject({ spend: [150, 200, 300, 400] });
  });
});
