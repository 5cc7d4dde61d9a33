import { expect, it } from "vitest";

import { eventIds, eventOf } from "../language/events";
import { fieldIds, fieldOf } from "../language/fields";

/** What the turning days rest on; a new entry of the registries that breaks it needs a word of its own there. */
it("every field that reads today says when it comes to an amount, and no other", () => {
  const readsToday = fieldIds.filter((id) => fieldOf(id).sql.includes("{today}"));
  expect(readsToday).not.toEqual([]);
  expect(fieldIds.filter((id) => fieldOf(id).comesTo)).toEqual(readsToday);
});

it("no property of an event is a date, so that the events that pass a filter stay the same", () => {
  const dated = eventIds.filter((id) =>
    Object.values(eventOf(id).properties).some(({ type }) => type === "date"),
  );
  expect(dated).toEqual([]);
});
