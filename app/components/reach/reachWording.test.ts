import { expect, test } from "vitest";

import { gapOfMany, gapOfOne } from "./reachWording";

test("one customer and several are told in their own number", () => {
  expect(`1 ${gapOfMany("no_address", "email", 1)}`).toBe("1 has no email address");
  expect(`2 ${gapOfMany("no_address", "sms", 2)}`).toBe("2 have no phone number");
  expect(`1 ${gapOfMany("invalid", "email", 1)}`).toBe("1 has an email address that cannot be right");
  expect(`2 ${gapOfMany("invalid", "email", 2)}`).toBe("2 have email addresses that cannot be right");
  expect(`2 ${gapOfMany("pending", "whatsapp", 2)}`).toBe("2 have not confirmed yet");
});

test("a person is told why in a sentence", () => {
  expect(gapOfOne("no_address", "whatsapp")).toBe("No phone number is known.");
  expect(gapOfOne("invalid", "email")).toBe("The email address cannot be right.");
});
