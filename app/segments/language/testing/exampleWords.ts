import type { Words } from "../words";

const names = {
  product: new Map([
    ["1", "Massage"],
    ["2", "Facial"],
    ["3", "Deep tissue, 60 min and tea"],
  ]),
  variant: new Map([["11", "Massage, 90 min"]]),
  collection: new Map([
    ["21", "Summer"],
    ["22", "Winter"],
  ]),
  segment: new Map([
    [1, "VIP"],
    [2, "Friends of the house"],
  ]),
};
const numbers = new Intl.NumberFormat("en", { maximumFractionDigits: 20 });
const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const dates = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const regions = new Intl.DisplayNames("en", { type: "region" });

/** Words of an American store with a few products. */
export const exampleWords: Words = {
  money: (minor) => (minor % 100 === 0 ? dollars : cents).format(minor / 100),
  number: (value) => numbers.format(value),
  date: (day) => dates.format(new Date(`${day}T00:00:00Z`)),
  country: (code) => regions.of(code) ?? code,
  product: (id) => names.product.get(id),
  variant: (id) => names.variant.get(id),
  collection: (id) => names.collection.get(id),
  segment: (id) => names.segment.get(id),
};
