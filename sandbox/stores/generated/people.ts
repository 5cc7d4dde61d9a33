import { gid } from "../gid";
import type { MoneyMint } from "../money";
import { weighted, type Random } from "../random";
import type { AdminAddress, AdminCustomer, PhoneConsent } from "../store";
import { drawMetafields } from "./metafields";
import { customerNotes, firstNames, lastNames } from "./names";
import { countries, type Country, type Place } from "./places";

/** What kind of buyer somebody is; retail is the rule. */
export interface Persona {
  readonly id: "retail" | "in_store" | "subscriber" | "wholesale" | "staff" | "influencer" | "lead";
  readonly tags: readonly string[];
  /** Against the retail buyer's. */
  readonly rateFactor: number;
  readonly spendFactor: number;
}

const personas: readonly (readonly [Persona, number])[] = [
  [{ id: "retail", tags: [], rateFactor: 1, spendFactor: 1 }, 755],
  [{ id: "lead", tags: ["newsletter"], rateFactor: 0, spendFactor: 0 }, 120],
  [{ id: "in_store", tags: [], rateFactor: 1.3, spendFactor: 0.8 }, 60],
  [{ id: "subscriber", tags: ["Active Subscriber"], rateFactor: 0.6, spendFactor: 0.6 }, 30],
  [{ id: "wholesale", tags: ["wholesale", "net-30"], rateFactor: 4, spendFactor: 6 }, 15],
  [{ id: "influencer", tags: ["influencer 💛"], rateFactor: 1, spendFactor: 1 }, 10],
  [{ id: "staff", tags: ["staff"], rateFactor: 3, spendFactor: 0.7 }, 6],
];

export interface Person {
  customer: AdminCustomer;
  persona: Persona;
  country: Country;
  place: Place;
  /** Where goods are sent, whether or not the shop keeps it with the customer. */
  address: AdminAddress;
  /** The middle of what this person spends on an order, in dollars. */
  typicalDollars: number;
}

const drawPersona = weighted(personas);
const drawCountry = weighted(countries.map((country) => [country, country.weight] as const));
const drawPlace = new Map(
  countries.map((country) => [
    country.code,
    weighted(country.places.map((place) => [place, place.weight] as const)),
  ]),
);
const drawEmailState = weighted([
  ["SUBSCRIBED", 50],
  ["NOT_SUBSCRIBED", 32],
  ["UNSUBSCRIBED", 13],
  ["PENDING", 3],
  ["INVALID", 2],
] as const);
const drawPhoneState = weighted([
  ["NEVER_SUBSCRIBED", 62],
  ["SUBSCRIBED", 25],
  ["UNSUBSCRIBED", 9],
  ["PENDING", 3],
  ["REDACTED", 1],
] as const);
const drawOptInLevel = weighted([
  ["SINGLE_OPT_IN", 70],
  ["CONFIRMED_OPT_IN", 25],
  ["UNKNOWN", 5],
] as const);
const drawAccountState = weighted([
  ["DISABLED", 58],
  ["ENABLED", 34],
  ["INVITED", 6],
  ["DECLINED", 2],
] as const);
const drawReachable = weighted([
  [{ email: true, phone: false }, 52],
  [{ email: true, phone: true }, 43],
  [{ email: false, phone: true }, 4],
  [{ email: false, phone: false }, 1],
] as const);

/** Makes people one after the other; telephone numbers are handed out once each. */
export function personMaker(random: Random, now: number, mint: MoneyMint) {
  const numbersUsed = new Map<string, number>();

  function nextPhone(country: Country): string | null {
    const used = numbersUsed.get(country.code) ?? 0;
    numbersUsed.set(country.code, used + 1);
    return country.testNumber(used);
  }

  return function makePerson(number: number, createdAt: number): Person {
    const persona = drawPersona(random);
    const country = drawCountry(random);
    const place = drawPlace.get(country.code)?.(random);
    if (!place) throw new Error(`${country.name} has no places.`);

    // People who only left an address in a form gave no name.
    const named = persona.id !== "lead" || random.chance(0.4);
    const firstName = named ? random.pick(firstNames) : null;
    const lastName = named && random.chance(0.97) ? random.pick(lastNames) : null;
    const reachable = persona.id === "lead" ? { email: true, phone: false } : drawReachable(random);
    const emailAddress = reachable.email ? exampleAddress(random, firstName, lastName, number) : null;
    const phoneNumber = reachable.phone ? nextPhone(country) : null;
    const fullName = [firstName, lastName].filter((part) => part !== null).join(" ");
    const address = addressOf(country, place, number);
    const later = () => instant(createdAt + (now - createdAt) * random.uniform());

    const emailState = persona.id === "lead" && random.chance(0.8) ? "SUBSCRIBED" : drawEmailState(random);
    const consentAt =
      emailState === "NOT_SUBSCRIBED" ? null : emailState === "SUBSCRIBED" ? instant(createdAt) : later();
    const sms = phoneConsent(random, later);
    const whatsApp = phoneConsent(random, later);
    const at = instant(createdAt);
    const updates = [
      at,
      consentAt,
      phoneNumber === null ? null : sms.updatedAt,
      phoneNumber === null ? null : whatsApp.updatedAt,
    ];

    const customer: AdminCustomer = {
      id: gid("Customer", 7_000_000_000_000 + number),
      createdAt: at,
      updatedAt: updates.reduce<string>(
        (latest, time) => (time !== null && time > latest ? time : latest),
        at,
      ),
      firstName,
      lastName,
      displayName: fullName || (emailAddress ?? phoneNumber ?? ""),
      locale: random.pick(country.locales),
      state: drawAccountState(random),
      verifiedEmail: emailAddress !== null && random.chance(0.8),
      taxExempt: persona.id === "wholesale",
      tags: [...persona.tags],
      note: random.chance(0.01) ? random.pick(customerNotes) : null,
      dataSaleOptOut: place.provinceCode === "CA" && random.chance(0.15),
      productSubscriberStatus: "NEVER_SUBSCRIBED",
      defaultEmailAddress:
        emailAddress === null
          ? null
          : {
              emailAddress,
              marketingState: emailState,
              marketingOptInLevel: emailState === "NOT_SUBSCRIBED" ? null : drawOptInLevel(random),
              marketingUpdatedAt: consentAt,
              validFormat: true,
            },
      defaultPhoneNumber:
        phoneNumber === null
          ? null
          : { phoneNumber, smsMarketingConsent: sms, whatsAppMarketingConsent: whatsApp },
      // A form on a page asks for no address, and a till often for none.
      defaultAddress:
        persona.id === "lead" || (persona.id === "in_store" && random.chance(0.5)) ? null : address,
      numberOfOrders: "0",
      amountSpent: mint.money(0),
      lastOrder: null,
      // Shopify's own predictions: not ours to make up, and null is what it answers where it has none.
      statistics: { predictedSpendTier: null, rfmGroup: null },
      metafields: drawMetafields(random.fork(`metafields ${String(number)}`), number),
    };
    const typicalDollars = persona.spendFactor * 58 * Math.exp(0.6 * random.normal());
    return { customer, persona, country, place, address, typicalDollars };
  };
}

const streets = [
  "Main Street",
  "King's Road",
  "Rue de l'Église",
  "Birkenweg",
  "5th Ave",
  "Ørsted Plads",
] as const;

/** Of somebody's number alone, so that a street takes no draw. */
function addressOf(country: Country, place: Place, number: number): AdminAddress {
  return {
    address1: `${String(1 + ((number * 7) % 240))} ${streets[number % streets.length] ?? streets[0]}`,
    address2: number % 6 === 0 ? `Apt. ${String(1 + (number % 40))}` : null,
    city: place.city,
    province: place.province,
    provinceCode: place.provinceCode,
    country: country.name,
    countryCodeV2: country.code,
    zip: place.zip,
  };
}

/** ISO 8601 in UTC to the second, as Shopify writes it. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** In the domains that RFC 2606 keeps for examples: no mail can reach anybody. */
function exampleAddress(
  random: Random,
  firstName: string | null,
  lastName: string | null,
  number: number,
): string {
  const words = `${firstName ?? "reader"} ${lastName ?? ""}`
    .normalize("NFD")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
  const domain = random.pick(["example.com", "example.com", "example.net", "example.org"]);
  return `${[...words, String(number)].join(".")}@${domain}`;
}

function phoneConsent(random: Random, later: () => string): PhoneConsent {
  const state = drawPhoneState(random);
  return { state, updatedAt: state === "NEVER_SUBSCRIBED" ? null : later() };
}
