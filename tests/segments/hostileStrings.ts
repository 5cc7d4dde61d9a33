import { seededRandom } from "../../sandbox/stores/random";

/**
 * Texts that have broken programs: SQL, templates of the compiler and of JavaScript, wildcards, markup, formulas,
 * characters that are control codes, halves of characters or change the direction, and lengths that nobody types.
 */
const pieces = [
  // SQL, of both engines.
  "'",
  "''",
  '"',
  "\\'",
  "O'Brien",
  "Robert'); DROP TABLE customers;--",
  "' OR '1'='1",
  "' OR 1=1 --",
  "x' AND 1=(SELECT count(*) FROM orders) --",
  "'; DELETE FROM memberships; --",
  "') UNION SELECT customer_id, today FROM customers --",
  "/* */",
  "*/",
  "--",
  ";",
  "$$",
  "$tag$",
  "E'\\x41'",
  "\\",
  "\\\\",
  "NULL",
  "null",
  "true",
  "0",
  "-1",
  "1e309",
  "NaN",
  "{}",
  "{a,b}",
  "[]",
  "['x']",
  "read_csv('/etc/passwd')",
  "COPY customers TO '/tmp/x'",
  "ATTACH ':memory:' AS m",
  // What the compiler's own templates and parameters look like.
  "$1",
  "$2",
  "$99",
  "?",
  ":name",
  "{today}",
  "{orders}",
  "{order_lines}",
  "{counted}",
  "{value}",
  "{customers}",
  "{products}",
  "c.customer_id",
  "${1+1}",
  "`",
  "{{7*7}}",
  "<%= 1 %>",
  "#{1}",
  "$&",
  "$'",
  "$`",
  "$<x>",
  "%s",
  "%d",
  "%00",
  // Wildcards and expressions.
  "%",
  "_",
  "%%",
  "100%",
  "a_b",
  "\\%",
  "\\_",
  ".*",
  "^$",
  "(?:",
  "[a-z]",
  "*",
  "+",
  "|",
  // Markup, addresses, JSON.
  "<script>alert(1)</script>",
  "<b>",
  "&amp;",
  "&lt;",
  "]]>",
  "<!--",
  "javascript:alert(1)",
  '{"kind":"group"}',
  '"}]}',
  "\\u0000",
  "\\n",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  // Spreadsheet formulas and CSV.
  "=1+1",
  '=HYPERLINK("http://x","y")',
  "+1+1",
  "-1+1",
  "@SUM(A1)",
  "=cmd|' /C calc'!A0",
  "a,b",
  'a","b',
  "a;b",
  // White space and invisible characters.
  " ",
  "  ",
  "\t",
  "\n",
  "a\nb",
  "\u00a0",
  "\u200b",
  "\u2028",
  "\u2029",
  "\ufeff",
  "\u00ad",
  // Directions, accents, scripts, emoji.
  "\u202eabc",
  "\u2066x\u2069",
  "مرحبا",
  "שלום",
  "é",
  "e\u0301",
  "ß",
  "ẞ",
  "ÀÉÎ",
  "ΑΣ",
  "ﬁ",
  "Ǆ",
  "ı",
  "日本語",
  "한글",
  "ไทย",
  "👩‍👩‍👧‍👦",
  "🏳️‍🌈",
  "🇳🇱",
  "👍🏽",
  "💛",
  "Z̷̡͓a̸l̵g̶o̴",
  "\ufffd",
  "\uffff",
  "𝒜",
  "\u{10ffff}",
  // Common words, so that texts contain, begin with and end with one another.
  "vip",
  "VIP",
  "Wholesale",
  "and",
  "or",
  "not",
  " and ",
  '" and tagged "',
] as const;

/** What no text may hold, as the language says it: NUL, the separator of tags, other control codes, half a character. */
const stains = [
  "\u0000",
  "a\u0000b",
  "\u0001",
  "\u0007",
  "\u0008",
  "\u000b",
  "\u000c",
  "\r",
  "\r\n",
  "\u001b[31m",
  "\u001f",
  "\u001fvip\u001f",
  "\u007f",
  "\ud800",
  "\udc00x",
  "x\ud83d",
] as const;
const refused = ["", ...stains] as const;
const tooLong = ["x".repeat(256), "'".repeat(1_000_000), "💛".repeat(300), "{today}".repeat(40)];

/** The texts that the others are joined of. */
export const hostilePieces: ReadonlySet<string> = new Set(pieces);

export interface HostileStrings {
  /** Fit to be a value: they can be stored in either engine. */
  readonly storable: readonly string[];
  /** Too long, or with characters that cannot be stored. */
  readonly unstorable: readonly string[];
}

/** That many different texts, always the same ones, nine of ten storable: the pieces, and what comes of joining them. */
export function hostileStrings(count: number): HostileStrings {
  const random = seededRandom("hostile");
  const unstorable = new Set<string>([...refused, ...tooLong]);
  while (unstorable.size < count * 0.1) {
    unstorable.add(random.pick(pieces) + random.pick(stains) + random.pick(pieces));
  }
  const storable = new Set<string>(pieces);
  while (storable.size < count * 0.9) {
    const text = Array.from({ length: random.integer(2, 4) }, () => random.pick(pieces)).join("");
    if (text.length <= 255) storable.add(random.chance(0.1) ? text.toUpperCase() : text);
  }
  return { storable: [...storable], unstorable: [...unstorable] };
}
