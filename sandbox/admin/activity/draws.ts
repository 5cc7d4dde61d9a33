import type { z } from "zod";

import type { newCustomer } from "../control/customers/createCustomer";
import type { LineInput } from "../control/inputs";
import { firstNames, lastNames } from "../../stores/generated/names";
import { decimalAmount } from "../../stores/money";
import type { Random } from "../../stores/random";
import type { AdminProduct, SandboxStore } from "../../stores/store";

/** Tries before something that few rows are fit for is given up. */
const TRIES = 40;

/** One of some rows that is fit, or undefined where none was met. */
export function drawFrom<Row>(
  random: Random,
  rows: readonly Row[],
  isFit: (row: Row) => boolean = () => true,
): Row | undefined {
  return drawAt(rows, isFit, () => random.uniform());
}

/** As {@link drawFrom}, of rows in the order in which they came: the late ones more often. */
export function drawRecent<Row>(
  random: Random,
  rows: readonly Row[],
  isFit: (row: Row) => boolean = () => true,
): Row | undefined {
  return drawAt(rows, isFit, () => 1 - (1 - Math.sqrt(random.uniform())) ** 2);
}

function drawAt<Row>(
  rows: readonly Row[],
  isFit: (row: Row) => boolean,
  place: () => number,
): Row | undefined {
  for (let tries = 0; tries < TRIES && rows.length > 0; tries++) {
    const row = rows[Math.min(rows.length - 1, Math.floor(place() * rows.length))];
    if (row !== undefined && isFit(row)) return row;
  }
  return undefined;
}

/** Some goods: products of the store, and now and then something that is in no catalogue. */
export function drawLines(random: Random, store: SandboxStore): LineInput[] {
  return Array.from({ length: random.integer(1, 3) }, () => {
    const product = random.chance(0.95)
      ? drawFrom(random, store.products, ({ status }) => status === "ACTIVE")
      : undefined;
    return {
      title: product?.title ?? "Gift wrapping",
      quantity: random.chance(0.8) ? 1 : random.integer(2, 4),
      unitPrice: drawAmount(random, store, product),
      productId: product?.id ?? null,
      isGiftCard: false,
    };
  });
}

function drawAmount(random: Random, { shop }: SandboxStore, product: AdminProduct | undefined): string {
  const units = product ? random.integer(400, 9_000) : random.integer(100, 500);
  return decimalAmount(units, shop.currencyCode);
}

const consents = ["SUBSCRIBED", "SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED", "PENDING"] as const;
const cities = [
  { city: "Portland", provinceCode: "OR", country: "United States", countryCodeV2: "US", zip: "97201" },
  { city: "Leeds", provinceCode: null, country: "United Kingdom", countryCodeV2: "GB", zip: "LS1 4AP" },
  { city: "Køge", provinceCode: null, country: "Denmark", countryCodeV2: "DK", zip: "4600" },
] as const;

/** Somebody new, in the domains and telephone numbers that are kept for examples. */
export function drawCustomer(random: Random): z.infer<typeof newCustomer> {
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const words =
    `${firstName} ${lastName}`
      .normalize("NFD")
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  const hasPhone = random.chance(0.4);
  return {
    firstName,
    lastName,
    email: `${[...words, String(random.integer(1, 1_000_000_000))].join(".")}@example.com`,
    phone: hasPhone ? `+1${String(random.integer(200, 989))}55501${String(random.integer(10, 99))}` : null,
    locale: "en",
    tags: random.chance(0.2) ? ["newsletter"] : [],
    marketingState: random.pick(consents),
    ...(hasPhone && {
      smsState: random.chance(0.5) ? ("SUBSCRIBED" as const) : ("NEVER_SUBSCRIBED" as const),
    }),
    defaultAddress: random.chance(0.7)
      ? { address1: "1 Main Street", address2: null, province: null, ...random.pick(cities) }
      : null,
  };
}
