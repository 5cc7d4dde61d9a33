/**
 * What can be seen in the text of a statement that would not run, or not mean the same, on DuckDB, PostgreSQL and PostgreSQL
 * with Citus. Sound for what it refuses, not complete: columns have no types here, so that it cannot be seen whether a
 * division is of integers behind a parenthesis, whether an ORDER BY meets a null, or whether a sum is wider than the port
 * carries (which the port refuses itself). Paging by OFFSET runs everywhere and is left to measurements.
 */
export function dialectFaults(sql: string): string[] {
  const statement = read(sql);
  return rules.filter(({ isBroken }) => isBroken(statement)).map(({ reason }) => reason);
}

/** A statement as the rules look at it: in lower case, in one line, without comments, texts (`''`) and quotation marks. */
interface Statement {
  readonly text: string;
  /** As `text`, without what stands in parentheses. */
  readonly outermost: string;
  /** From the statement's verb on: without a leading WITH. */
  readonly body: string;
  readonly verb: string;
  /** The texts in it, as they are. */
  readonly literals: readonly string[];
}

interface Rule {
  readonly reason: string;
  readonly isBroken: (statement: Statement) => boolean;
}

/** Temporary tables, which are local to a connection: those of the app's `CREATE TEMPORARY TABLE`. */
const temporary =
  "(?:incoming_\\w+|copied_\\w+|newest|leaving|leaving_members|found_members|compared_segments|touched_customers|chosen_customers|moments_asked)";

/** Of PostgreSQL's functions those that are STABLE where one expects them to be IMMUTABLE. */
const stable = "(?:concat|concat_ws|array_to_string|format|to_char|to_json|row_to_json|json_\\w+)";

const column = "[a-z_][\\w.]*";

const changes = ({ verb }: Statement): boolean => verb === "update" || verb === "delete";

/** Without its subqueries, which see other rows. */
const ownExpressions = ({ body }: Statement): string => withoutGroups(body, /^\( ?select\b/);

const rules: readonly Rule[] = [
  {
    reason: "1: times, uuids and random values come from the app as parameters",
    isBroken: ({ text }) =>
      /\b(?:now|random|gen_random_uuid|uuid|(?:clock|statement|transaction)_timestamp|nextval) ?\(/.test(
        text,
      ) || /\b(?:current_(?:timestamp|date|time)|localtimestamp|localtime)\b/.test(text),
  },
  {
    reason: "2: a UNION that is inserted is wrapped in a FROM",
    isBroken: ({ verb, outermost }) => verb === "insert" && /\bunion\b/.test(outermost),
  },
  {
    reason:
      "2: what reads the shop's tables by a stable function (concat, array_to_string, JSON) stands in a WITH before the INSERT",
    isBroken: ({ verb, body }) =>
      verb === "insert" &&
      !new RegExp(`^insert into ${temporary}\\b`).test(body) &&
      new RegExp(`\\b${stable} ?\\(`).test(body) &&
      new RegExp(`\\b(?:from|join) (?!${temporary}\\b|unnest\\b|generate_series\\b)${column}`).test(body),
  },
  {
    reason: "3: UPDATE and DELETE compute by a stable function in a leading WITH",
    isBroken: (statement) =>
      changes(statement) &&
      (stableArguments(ownExpressions(statement)).some((list) => /\b[a-z_][\w.]*\b(?! ?\()/.test(list)) ||
        [
          `\\b${column} ?[-+] ?(?:\\$\\d+ ?\\* ?)?interval\\b`,
          `\\b${column} ?:: ?date\\b`,
          `\\bcast ?\\( ?${column} as date ?\\)`,
        ].some((pattern) => new RegExp(pattern).test(ownExpressions(statement)))),
  },
  {
    reason: "4: VALUES and DO UPDATE have no subqueries",
    isBroken: ({ verb, outermost, text }) =>
      (verb === "insert" && /\bvalues ?\(/.test(outermost) && /\( ?select\b/.test(after(text, "values"))) ||
      /\( ?select\b/.test(after(text, "on conflict")),
  },
  {
    reason: "4: DO UPDATE takes excluded.*, columns and constants",
    isBroken: ({ text }) => new RegExp(`\\b${stable} ?\\(`).test(after(text, "on conflict")),
  },
  {
    reason: "5: RETURNING plain columns only",
    isBroken: ({ outermost }) =>
      /\breturning\b/.test(outermost) &&
      !new RegExp(`\\breturning (?:\\*|${column}(?: as \\w+)?(?: ?, ?${column}(?: as \\w+)?)*) ?$`).test(
        outermost,
      ),
  },
  { reason: "6: ON CONFLICT rather than MERGE", isBroken: ({ verb }) => verb === "merge" },
  {
    reason: "7: a temporary table is met by IN or a JOIN, not by EXISTS",
    isBroken: ({ text }) =>
      new RegExp(
        `\\bexists ?\\( ?select\\b(?:[^()]|\\([^()]*\\))*\\b(?:from|join) ?\\(?${temporary}\\b`,
      ).test(text),
  },
  {
    reason: "7: the rules know temporary tables by name (app/warehouse/testing/dialect.ts)",
    isBroken: ({ text }) =>
      /^create temp(?:orary)? table\b/.test(text) &&
      !new RegExp(`^create temp(?:orary)? table (?:if not exists )?${temporary}\\b`).test(text),
  },
  {
    reason: "8: no foreign keys",
    isBroken: ({ text }) => /\bforeign key\b|\breferences \w+ ?\(/.test(text),
  },
  {
    reason: "8: a table is named without its schema",
    isBroken: ({ text }) =>
      new RegExp(`\\b(?:from|join|into|update|table) (?!information_schema\\.)\\w+\\.\\w+`).test(text),
  },
  {
    reason: "9: no triggers, inheritance or WHERE CURRENT OF",
    isBroken: ({ verb, text }) =>
      (verb === "create" && /\btrigger\b|\binherits ?\(/.test(text)) || /\bwhere current of\b/.test(text),
  },
  {
    reason: "11: stored tables are filled by DELETE and INSERT, not by CREATE TABLE AS, TRUNCATE or RENAME",
    isBroken: ({ text, outermost }) =>
      (/^create table\b/.test(text) && /\bas (?:select|with|\(\)|values)/.test(outermost)) ||
      (/^truncate\b/.test(text) && !new RegExp(`^truncate (?:table )?${temporary}\\b`).test(text)) ||
      (/^alter table .*\brename to\b/.test(text) && !new RegExp(`^alter table ${temporary}\\b`).test(text)),
  },
  {
    reason: "12: no serial or identity, no RENAME CONSTRAINT, no SET STORAGE or STATISTICS",
    isBroken: ({ verb, text }) =>
      (verb === "alter" || verb === "create") &&
      /\b(?:small|big)?serial\b|\bgenerated (?:always|by default) as identity\b|\brename constraint\b|\bset (?:storage|statistics)\b/.test(
        text,
      ),
  },
  {
    reason: "12: a constraint that is added has a name",
    isBroken: ({ text }) =>
      /^alter table\b.*\badd (?:primary key|unique|check)\b/.test(text) ||
      /^alter table\b.*\badd column\b.*\b(?:primary key|unique|check ?\()/.test(text),
  },
  {
    reason: "13: no session settings",
    isBroken: ({ text }) =>
      /\bcurrent_setting ?\(|\bset_config ?\(|\b(?:current|session)_user\b|^set (?!constraints)/.test(text),
  },
  {
    reason: "14: no advisory locks, no LISTEN or NOTIFY",
    isBroken: ({ verb, text }) =>
      /\bpg_(?:try_)?advisory_\w+ ?\(|\bpg_notify ?\(/.test(text) || verb === "listen" || verb === "notify",
  },
  ...[
    { what: "jsonb", pattern: /\bjsonb(?:_\w+)?\b/, instead: "json" },
    { what: "cardinality()", pattern: /\bcardinality ?\(/, instead: "array_length(a, 1)" },
    { what: "make_interval()", pattern: /\bmake_interval ?\(/, instead: "$1 * interval '1 day'" },
    { what: "to_char()", pattern: /\bto_char ?\(/, instead: "parts of the date" },
    { what: "~", pattern: /(?<![!~<@|&])!?~(?![~>=])/, instead: "SIMILAR TO, LIKE or strpos" },
    {
      what: "FOR UPDATE",
      pattern: /\bfor (?:no key )?(?:update|share)\b|\bskip locked\b/,
      instead: "a transaction",
    },
    { what: "at as a name", pattern: /\bas at\b|\.at\b/, instead: "another name" },
  ].map(({ what, pattern, instead }) => ({
    reason: `DuckDB and PostgreSQL differ in ${what}: use ${instead}`,
    isBroken: ({ text }: Statement) => pattern.test(text),
  })),
  {
    reason: "DuckDB has no array literals of text: use parameters or ARRAY[…]",
    isBroken: ({ text, literals }) =>
      /''(?: as |::)\w+ ?\[\]/.test(text) && literals.some((literal) => /^\{.*\}$/s.test(literal)),
  },
  {
    reason: "7 / 2 is 3.5 on DuckDB and 3 on PostgreSQL: cast one side",
    isBroken: ({ text }) =>
      new RegExp(
        `(?:^|[(,=<>+-]|\\b(?:select|when|then|else|and|or|by|as)) ?(?:${column}|\\d+) ?/ ?(?:${column}|\\d+)(?![\\w.(]| ?\\()`,
      ).test(text),
  },
];

/** What stable functions are called with. */
function stableArguments(text: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${stable} ?(?=\\()`, "g"))].map(({ index, 0: call }) => {
    const start = index + call.length;
    return text.slice(start + 1, endOfGroup(text, start));
  });
}

/** What follows a word; nothing where it is not there. */
function after(text: string, word: string): string {
  const start = text.search(new RegExp(`\\b${word}\\b`));
  return start === -1 ? "" : text.slice(start + word.length);
}

function read(sql: string): Statement {
  const literals: string[] = [];
  const text = sql
    .replaceAll(/'((?:[^']|'')*)'|"((?:[^"]|"")*)"|--[^\n]*|\/\*.*?\*\//gs, (_, literal, name) => {
      if (typeof literal === "string") literals.push(literal);
      // A name of several words is one word to the rules.
      return typeof literal === "string"
        ? "''"
        : typeof name === "string"
          ? name.replaceAll(/\W/g, "_")
          : " ";
    })
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase();
  const body = withoutLeadingWith(text);
  return {
    text,
    outermost: withoutGroups(text, /^/),
    body,
    verb: /^\w+/.exec(body)?.[0] ?? "",
    literals,
  };
}

function withoutLeadingWith(text: string): string {
  if (!text.startsWith("with ")) return text;
  const verb = /\b(?:select|insert|update|delete|merge)\b/g;
  for (let match = verb.exec(text); match; match = verb.exec(text)) {
    if (depthAt(text, match.index) === 0) return text.slice(match.index);
  }
  return text;
}

function depthAt(text: string, end: number): number {
  let depth = 0;
  for (let place = 0; place < end; place++) {
    if (text[place] === "(") depth++;
    else if (text[place] === ")") depth--;
  }
  return depth;
}

/** A text with `()` for each outermost group in parentheses that begins as told. */
function withoutGroups(text: string, beginning: RegExp): string {
  let kept = "";
  for (let place = 0; place < text.length; place++) {
    if (text[place] === "(" && beginning.test(text.slice(place, place + 20))) {
      place = endOfGroup(text, place);
      kept += "()";
    } else kept += text[place] ?? "";
  }
  return kept;
}

function endOfGroup(text: string, start: number): number {
  let depth = 0;
  for (let place = start; place < text.length; place++) {
    if (text[place] === "(") depth++;
    else if (text[place] === ")") depth--;
    if (depth === 0) return place;
  }
  return text.length;
}
