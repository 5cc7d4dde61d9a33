import { randomBytes } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { keyIdOf, open, parseKeyRing, resealed, seal, SecretError } from "./secrets.server";

const newKey = () => randomBytes(32).toString("base64");
const keyA = newKey();
const keyB = newKey();
const ring = parseKeyRing(`a:${keyA}`);
const place = { shop: "one.myshopify.com", field: "accessToken" };

test("opens to what was sealed, whatever it is; sealed twice it looks different", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 500 }), (secret) => {
      const sealed = seal(secret, place, ring);
      expect(open(sealed, place, ring)).toBe(Buffer.from(secret).toString());
      expect(seal(secret, place, ring)).not.toBe(sealed);
      if (secret.length > 3) expect(sealed).not.toContain(secret);
    }),
  );
});

test("does not open for another shop or field, with another key, or altered anywhere", () => {
  const sealed = seal("shpat_secret", place, ring);
  expect(() => open(sealed, { ...place, shop: "two.myshopify.com" }, ring)).toThrow(SecretError);
  expect(() => open(sealed, { ...place, field: "refreshToken" }, ring)).toThrow(SecretError);
  expect(() => open(sealed, place, parseKeyRing(`a:${keyB}`))).toThrow(/altered or moved/);
  const body = Buffer.from(sealed.split(".")[2] ?? "", "base64url");
  for (let i = 0; i < body.length; i++) {
    const altered = Buffer.from(body);
    altered.writeUInt8((altered.readUInt8(i) + 1) % 256, i);
    expect(() => open(`v1.a.${altered.toString("base64url")}`, place, ring)).toThrow(SecretError);
  }
  for (const length of [0, 5, 20]) {
    const cut = body.subarray(0, length).toString("base64url");
    expect(() => open(`v1.a.${cut}`, place, ring)).toThrow(SecretError);
  }
  expect(() => open("v1.a", place, ring)).toThrow(SecretError);
  expect(() => open("", place, ring)).toThrow(SecretError);
});

test("an error never contains the secret or the sealed text", () => {
  const sealed = seal("shpat_secret", place, ring);
  const message = (() => {
    try {
      return open(sealed, { ...place, field: "other" }, ring);
    } catch (error) {
      return String(error);
    }
  })();
  expect(message).toContain("one.myshopify.com");
  expect(message).not.toContain("shpat_secret");
  expect(message).not.toContain(sealed.slice(5));
});

test("a new key in front seals; the old one still opens until its secrets are sealed anew", () => {
  const old = seal("shpat_secret", place, ring);
  const both = parseKeyRing(`b:${keyB}, a:${keyA}`);
  expect(keyIdOf(seal("x", place, both))).toBe("b");
  expect(open(old, place, both)).toBe("shpat_secret");

  const anew = resealed(old, place, both) ?? "";
  expect(keyIdOf(anew)).toBe("b");
  expect(resealed(anew, place, both)).toBeNull();
  const onlyNew = parseKeyRing(`b:${keyB}`);
  expect(open(anew, place, onlyNew)).toBe("shpat_secret");
  expect(() => open(old, place, onlyNew)).toThrow(/key "a", which QUINTILE_ENCRYPTION_KEYS no longer holds/);
});

test.each([
  ["", /form id:base64/],
  ["just-text", /form id:base64/],
  [`a:${randomBytes(16).toString("base64")}`, /16 bytes; it must have 32/],
  [`a:${keyA},b:`, /Key 2 .* form id:base64/],
  [`a:${keyA},a:${keyB}`, /"a" is used twice/],
])("refuses the key ring %j", (text, reason) => {
  expect(() => parseKeyRing(text)).toThrow(reason);
});
