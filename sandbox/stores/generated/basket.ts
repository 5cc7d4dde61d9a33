import type { Random } from "../random";
import type { Article, Catalogue } from "./catalogue";
import type { PricedLine } from "./orderMoney";

export interface BasketLine extends PricedLine {
  article: Article;
  variant: { id: string; title: string };
  /** The selling plan's name on a subscription's line. */
  sellingPlan: string | null;
}

export interface BasketWish {
  /** About what the lines come to, in minor units of the shop's currency. */
  target: number;
  taxRate: number;
  /** Fewer, larger lines, as resellers buy. */
  bulk: boolean;
  /** The only thing in the order. */
  giftCard: boolean;
}

export function fillBasket(random: Random, catalogue: Catalogue, wish: BasketWish): BasketLine[] {
  if (wish.giftCard) {
    const card = catalogue.giftCards[random.integer(0, catalogue.giftCards.length - 1)];
    if (card) return [lineOf(random, card, 1, 0)];
  }
  let count = 1;
  while (count < 6 && random.chance(0.42)) count++;
  const lines: BasketLine[] = [];
  for (let n = 0; n < count; n++) {
    const share = (wish.target / count) * Math.exp(0.3 * random.normal());
    const price = wish.bulk ? share / random.integer(6, 30) : share;
    const article = articleNear(random, catalogue.articles, price);
    const quantity = Math.max(1, Math.min(200, Math.round(share / article.unitPrice)));
    lines.push(lineOf(random, article, quantity, wish.taxRate));
  }
  return lines;
}

export function lineOf(random: Random, article: Article, quantity: number, taxRate: number): BasketLine {
  const variant = article.variants[random.integer(0, article.variants.length - 1)] ?? article.variants[0];
  if (!variant) throw new Error(`${article.product.title} has no variant.`);
  return {
    article,
    variant,
    sellingPlan: null,
    unitPrice: article.unitPrice,
    quantity,
    currentQuantity: quantity,
    discount: 0,
    taxRate: article.isGiftCard ? 0 : taxRate,
  };
}

/** One of the articles (sorted by price) around a price; which one is drawn, the nearer the likelier. */
export function articleNear(random: Random, articles: readonly Article[], price: number): Article {
  let [low, high] = [0, articles.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((articles[middle]?.unitPrice ?? 0) < price) low = middle + 1;
    else high = middle;
  }
  const wanted = low + Math.round(random.normal() * articles.length * 0.03);
  const article = articles[Math.max(0, Math.min(articles.length - 1, wanted))];
  if (!article) throw new Error("The catalogue is empty.");
  return article;
}
