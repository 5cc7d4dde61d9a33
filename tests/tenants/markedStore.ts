import { generateStore } from "../../sandbox/stores/generate";
import type { SandboxStore } from "../../sandbox/stores/store";

/** How a store's own texts are made to carry its word, by their names in the Admin API. */
const marked: Readonly<Record<string, (text: string, word: string) => string>> = {
  email: (text, word) => `${word}.${text}`,
  emailAddress: (text, word) => `${word}.${text}`,
  namespace: (text, word) => `${text}_${word}`,
  ...Object.fromEntries(
    [
      ...["name", "firstName", "lastName", "displayName", "note", "tags", "address1", "city", "zip"],
      ...["title", "variantTitle", "handle", "vendor", "productType", "sku", "discountCodes"],
    ].map((field) => [field, (text: string, word: string) => `${text} ${word}`]),
  ),
};

/**
 * A made-up store whose every text of its own carries a word, so that the word anywhere tells where it came from. Its ids are
 * those of any other made-up store: of two, the larger one has some that the smaller one has not.
 */
export function markedStore(word: string, customers: number, now: Date): SandboxStore {
  const store = mark(generateStore({ seed: word, customers, now }), word) as SandboxStore;
  return { ...store, shop: { ...store.shop, myshopifyDomain: shopOf(word) } };
}

export const shopOf = (word: string): string => `${word}.myshopify.com`;

function mark(value: unknown, word: string, field = ""): unknown {
  if (typeof value === "string") return marked[field]?.(value, word) ?? value;
  if (Array.isArray(value)) return value.map((item) => mark(item, word, field));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, mark(held, word, key)]));
}
