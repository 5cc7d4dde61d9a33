import { gid } from "../gid";
import { minorUnitDigits } from "../money";
import type { Random } from "../random";
import type { AdminCollection, AdminProduct } from "../store";
import { perDollar } from "./places";

export interface Article {
  product: AdminProduct;
  /** Deleted since: its old order lines have lost their product. */
  deleted: boolean;
  isGiftCard: boolean;
  unitPrice: number;
  sku: string;
  variants: readonly { id: string; title: string }[];
}

export interface Catalogue {
  /** By price, cheapest first; without gift cards. */
  articles: readonly Article[];
  giftCards: readonly Article[];
  collections: readonly AdminCollection[];
}

const kinds = [
  { type: "Shirts", nouns: ["Tee", "Oxford Shirt", "Henley"], dollars: 32, sizes: ["S", "M", "L"] },
  { type: "Knitwear", nouns: ["Cardigan", "Crewneck", "Beanie"], dollars: 64, sizes: ["S", "M", "L"] },
  { type: "Home", nouns: ["Mug", "Candle", "Throw", "Vase"], dollars: 24, sizes: ["Default Title"] },
  { type: "Accessories", nouns: ["Tote", "Belt", "Socks", "Scarf"], dollars: 19, sizes: ["Default Title"] },
  { type: "Outerwear", nouns: ["Parka", "Field Jacket"], dollars: 145, sizes: ["S", "M", "L"] },
  { type: "Coffee", nouns: ["Espresso Roast", "Filter Roast"], dollars: 15, sizes: ["250 g", "1 kg"] },
] as const;
const styles = [
  "Everyday",
  "Heritage",
  "Linen",
  "Organic",
  "Recycled",
  "Midnight",
  "Sand",
  "Fern",
  '5" Rib',
  "Café",
] as const;
const vendors = ["Northwind", "Fern & Fox", "O'Malley Goods", "Studio Åre", "Kuma", "Acme"] as const;
const productTags = ["new", "bestseller", "sale", "limited", "eco", "summer", "winter"] as const;
/** What each collection gathers; a product is in several, in one or in none. */
const collections: readonly { title: string; holds: (product: AdminProduct) => boolean }[] = [
  { title: "Bestsellers", holds: ({ tags }) => tags.includes("bestseller") },
  { title: "Summer '26", holds: ({ tags }) => tags.includes("summer") && !tags.includes("winter") },
  { title: "Sale: up to 50 %", holds: ({ tags }) => tags.includes("sale") && tags.length === 1 },
  { title: "Home & Coffee ☕", holds: ({ productType }) => ["Home", "Coffee"].includes(productType) },
  { title: "Gifts", holds: ({ productType }) => productType === "Gift Cards" },
];
const giftCardDollars = [25, 50, 100] as const;

/** A price in the shop's currency as shops set them: in steps of 50 cents, 10 yen or 250 fils. */
export function shopPrice(dollars: number, currencyCode: string): number {
  const digits = minorUnitDigits(currencyCode);
  const step = digits === 0 ? 10 : 5 * 10 ** (digits - 1);
  const units = dollars * (perDollar[currencyCode] ?? 1) * 10 ** digits;
  return Math.max(step, Math.round(units / step) * step);
}

export function makeCatalogue(
  random: Random,
  size: number,
  currencyCode: string,
  opened: number,
  now: number,
): Catalogue {
  const articles: Article[] = [];
  for (let n = 1; n <= size; n++) {
    const kind = random.pick(kinds);
    const createdAt = opened + (now - opened) * random.uniform() ** 2;
    const deleted = random.chance(0.05);
    const title = `${random.pick(styles)} ${random.pick(kind.nouns)} ${String(n)}`;
    const tags = productTags.filter(() => random.chance(0.2));
    const status = random.chance(0.9) ? "ACTIVE" : random.chance(0.7) ? "ARCHIVED" : "DRAFT";
    const dollars = kind.dollars * Math.exp(0.35 * random.normal());
    articles.push(
      article(
        n,
        title,
        random.pick(vendors),
        kind.type,
        tags,
        status,
        kind.sizes,
        shopPrice(dollars, currencyCode),
        {
          createdAt,
          deleted,
          isGiftCard: false,
        },
      ),
    );
  }
  articles.sort((a, b) => a.unitPrice - b.unitPrice || a.sku.localeCompare(b.sku));
  const giftCards = giftCardDollars.map((dollars, index) =>
    article(
      size + index + 1,
      `Gift card ${String(dollars)}`,
      "Acme",
      "Gift Cards",
      [],
      "ACTIVE",
      ["Default Title"],
      shopPrice(dollars, currencyCode),
      { createdAt: opened, deleted: false, isGiftCard: true },
    ),
  );
  return { articles, giftCards, collections: gather([...articles, ...giftCards], opened) };
}

/** Puts the products into the collections that hold them. */
function gather(articles: readonly Article[], opened: number): AdminCollection[] {
  return collections.map(({ title, holds }, index) => {
    const id = gid("Collection", 450_000_000_000 + index);
    for (const { product } of articles) if (holds(product)) product.collections.push({ id });
    return { id, title, handle: handleOf(title), updatedAt: isoTime(opened) };
  });
}

function handleOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function isoTime(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString();
}

function article(
  number: number,
  title: string,
  vendor: string,
  productType: string,
  tags: string[],
  status: AdminProduct["status"],
  sizes: readonly string[],
  unitPrice: number,
  more: { createdAt: number; deleted: boolean; isGiftCard: boolean },
): Article {
  const createdAt = isoTime(more.createdAt);
  return {
    product: {
      id: gid("Product", 8_000_000_000_000 + number),
      title,
      handle: handleOf(title),
      vendor,
      productType,
      status,
      tags,
      collections: [],
      createdAt,
      updatedAt: createdAt,
    },
    deleted: more.deleted,
    isGiftCard: more.isGiftCard,
    unitPrice,
    sku: `SKU-${String(number).padStart(5, "0")}`,
    variants: sizes.map((size, index) => ({
      id: gid("ProductVariant", 44_000_000_000_000 + number * 10 + index),
      title: size,
    })),
  };
}
