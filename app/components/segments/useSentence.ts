import { useCallback, useMemo } from "react";

import type { Definition } from "~/segments/language/definition";
import { sentenceOf } from "~/segments/language/wording";
import type { Words } from "~/segments/language/words";
import type { MentionedNames } from "~/segments/overview/overview";

import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** Reads definitions out in the shop's currency and dates, with the names that they mention. */
export function useSentence(names: MentionedNames): (definition: Definition) => string {
  const words = useWords(names);
  return useCallback((definition) => sentenceOf(definition, words), [words]);
}

/** Where nothing is called by an id. */
export const noNames: MentionedNames = { products: {}, variants: {}, collections: {}, segments: {} };

/** What sentences are written with: the shop's currency and dates, and the names given. */
export function useWords(names: MentionedNames): Words {
  const format = useFormat();
  return useMemo(() => wordsOf(format, names), [format, names]);
}

function wordsOf(format: ShopFormat, names: MentionedNames): Words {
  return {
    money: (minor) => format.money(BigInt(Math.round(minor))),
    number: (value) => format.number(value),
    date: format.day,
    country: countryName,
    product: (id) => names.products[id],
    variant: (id) => names.variants[id],
    collection: (id) => names.collections[id],
    segment: (id) => names.segments[id],
  };
}

/** The name of a country; what is no code of one is left as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}
