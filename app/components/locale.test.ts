import { describe, expect, it } from "vitest";

import { localeOf } from "./locale";

const request = (query: string, accepted?: string) =>
  new Request(
    `https://app.example/app${query}`,
    accepted === undefined ? {} : { headers: { "Accept-Language": accepted } },
  );

describe("localeOf", () => {
  it("is the admin's, before the browser's", () => {
    expect(localeOf(request("?locale=de", "fr-CH,fr;q=0.9"))).toBe("de");
    expect(localeOf(request("", "fr-CH,fr;q=0.9"))).toBe("fr-CH");
  });

  it("is English where nothing usable is named", () => {
    expect(localeOf(request("?locale=not_a_locale"))).toBe("en");
    expect(localeOf(request("?locale=", "*"))).toBe("en");
    expect(localeOf(request(""))).toBe("en");
  });
});
