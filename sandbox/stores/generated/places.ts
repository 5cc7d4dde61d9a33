export interface Place {
  city: string;
  province: string | null;
  provinceCode: string | null;
  zip: string | null;
  weight: number;
  /** Sales tax or VAT added on top of prices here. */
  taxRate: number;
}

export interface Country {
  name: string;
  code: string;
  weight: number;
  currencyCode: string;
  locales: readonly [string, ...string[]];
  places: readonly Place[];
  /**
   * The n-th telephone number of a range that the country's regulator keeps for fiction and tests (it can belong to
   * nobody), or null when the range is used up or the country has none.
   */
  testNumber: (n: number) => string | null;
}

function place(
  city: string,
  province: string | null,
  provinceCode: string | null,
  zip: string | null,
  weight: number,
  taxRate: number,
): Place {
  return { city, province, provinceCode, zip, weight, taxRate };
}

/** Codes that the North American Numbering Plan gives to areas: no services (N11), no reserves (N9X, 37X, 96X). */
const areaCodes = Array.from({ length: 789 }, (_, index) => String(201 + index)).filter(
  (code) => !/11$|^.9|^37|^96/.test(code),
);

/** 555-0100 to 555-0199 in every area, set aside for fiction. */
const northAmerican = (n: number) => {
  const area = areaCodes[Math.floor(n / 100)];
  return area === undefined ? null : `+1${area}55501${String(n % 100).padStart(2, "0")}`;
};
/** Canada shares the plan; its numbers start in the middle of the areas, so that the two countries never meet. */
const middle = Math.floor(areaCodes.length / 2) * 100;
const range = (prefix: string, digits: number) => (n: number) =>
  n < 10 ** digits ? prefix + String(n).padStart(digits, "0") : null;

export const countries: readonly Country[] = [
  {
    name: "United States",
    code: "US",
    weight: 58,
    currencyCode: "USD",
    locales: ["en", "en", "en", "en", "es"],
    testNumber: (n) => (n < middle ? northAmerican(n) : null),
    places: [
      place("New York", "New York", "NY", "10001", 14, 0.08875),
      place("Los Angeles", "California", "CA", "90012", 10, 0.095),
      place("Chicago", "Illinois", "IL", "60601", 7, 0.1025),
      place("Houston", "Texas", "TX", "77002", 6, 0.0825),
      place("Portland", "Oregon", "OR", "97201", 4, 0),
      place("Austin", "Texas", "TX", "78701", 5, 0.0825),
      place("Boston", "Massachusetts", "MA", "02108", 4, 0.0625),
      place("Seattle", "Washington", "WA", "98101", 4, 0.1035),
      place("Coeur d'Alene", "Idaho", "ID", "83814", 1, 0.06),
      place("Winston-Salem", "North Carolina", "NC", "27101", 2, 0.0675),
    ],
  },
  {
    name: "Canada",
    code: "CA",
    weight: 11,
    currencyCode: "CAD",
    locales: ["en", "en", "fr"],
    testNumber: (n) => northAmerican(middle + n),
    places: [
      place("Toronto", "Ontario", "ON", "M5H 2N2", 10, 0.13),
      place("Montréal", "Quebec", "QC", "H2Y 1C6", 6, 0.14975),
      place("Vancouver", "British Columbia", "BC", "V5K 0A1", 5, 0.12),
    ],
  },
  {
    name: "United Kingdom",
    code: "GB",
    weight: 12,
    currencyCode: "GBP",
    locales: ["en"],
    // Ofcom, numbers for drama use: 07700 900000 to 900999.
    testNumber: range("+447700900", 3),
    places: [
      place("London", "England", "ENG", "EC1A 1BB", 10, 0.2),
      place("Manchester", "England", "ENG", "M1 1AE", 4, 0.2),
      place("Edinburgh", "Scotland", "SCT", "EH1 1YZ", 3, 0.2),
    ],
  },
  {
    name: "Germany",
    code: "DE",
    weight: 6,
    currencyCode: "EUR",
    locales: ["de"],
    // Bundesnetzagentur, numbers for media productions: Berlin 030 23125 000 to 999.
    testNumber: range("+493023125", 3),
    places: [
      place("Berlin", null, null, "10115", 5, 0.19),
      place("München", null, null, "80331", 4, 0.19),
      place("Köln", null, null, "50667", 3, 0.19),
    ],
  },
  {
    name: "France",
    code: "FR",
    weight: 5,
    currencyCode: "EUR",
    locales: ["fr"],
    // ARCEP, numbers for audiovisual works: 06 39 98 00 00 to 06 39 98 99 99.
    testNumber: range("+3363998", 4),
    places: [
      place("Paris", null, null, "75001", 6, 0.2),
      place("Lyon", null, null, "69001", 3, 0.2),
      place("L'Haÿ-les-Roses", null, null, "94240", 1, 0.2),
    ],
  },
  {
    name: "Australia",
    code: "AU",
    weight: 5,
    currencyCode: "AUD",
    locales: ["en"],
    testNumber: () => null,
    places: [
      place("Sydney", "New South Wales", "NSW", "2000", 5, 0.1),
      place("Melbourne", "Victoria", "VIC", "3000", 4, 0.1),
    ],
  },
  {
    name: "Japan",
    code: "JP",
    weight: 2,
    currencyCode: "JPY",
    locales: ["ja"],
    testNumber: () => null,
    places: [
      place("渋谷区", "Tōkyō", "JP-13", "150-0002", 3, 0.1),
      place("大阪市", "Ōsaka", "JP-27", "530-0001", 2, 0.1),
    ],
  },
  {
    name: "Kuwait",
    code: "KW",
    weight: 1,
    currencyCode: "KWD",
    locales: ["ar", "en"],
    testNumber: () => null,
    places: [place("Kuwait City", "Al Asimah", "KW-KU", null, 1, 0)],
  },
];

/** One US dollar in each currency: fixed, round, and only there to give prices a plausible size. */
export const perDollar: Readonly<Record<string, number>> = {
  USD: 1,
  CAD: 1.37,
  GBP: 0.79,
  EUR: 0.92,
  AUD: 1.52,
  JPY: 150,
  KWD: 0.31,
};
