import { badRequest } from "./errors";

/** Shopify's search syntax as a tree: `created_at:>='2026-01-01T00:00:00Z' AND (test:false OR tag:vip)`. */
export type SearchNode =
  | { kind: "and" | "or"; parts: SearchNode[] }
  | { kind: "not"; part: SearchNode }
  | { kind: "term"; field: string; operator: SearchOperator; value: string };

export type SearchOperator = "=" | ">" | ">=" | "<" | "<=";

interface Token {
  kind: "(" | ")" | "AND" | "OR" | "NOT" | "term";
  text: string;
}

const TOKEN =
  /\s*(?:(\()|(\))|(AND|OR|NOT)(?=[\s(]|$)|(-)(?=[\w(])|([A-Za-z_][\w.]*:(?:>=|<=|>|<|=)?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s()]+)))/y;
const TERM = /^([\w.]+):(>=|<=|>|<|=)?([\s\S]*)$/;

/** Reads a search. Words without a field (Shopify's free-text search) are refused. */
export function parseSearch(text: string): SearchNode {
  const tokens = tokenize(text);
  let position = 0;
  const next = (): Token | undefined => tokens[position];

  function alternatives(): SearchNode {
    const parts = [conjunction()];
    while (next()?.kind === "OR") {
      position++;
      parts.push(conjunction());
    }
    return join("or", parts);
  }

  function conjunction(): SearchNode {
    const parts: SearchNode[] = [];
    for (let token = next(); token && token.kind !== ")" && token.kind !== "OR"; token = next()) {
      if (token.kind === "AND") {
        if (parts.length === 0) throw unreadable(text, "AND without a left side");
        position++;
      }
      parts.push(factor());
    }
    if (parts.length === 0) throw unreadable(text, "a condition is missing");
    return join("and", parts);
  }

  function factor(): SearchNode {
    const token = tokens[position++];
    if (token?.kind === "NOT") return { kind: "not", part: factor() };
    if (token?.kind === "(") {
      const inner = alternatives();
      if (tokens[position++]?.kind !== ")") throw unreadable(text, "a bracket is not closed");
      return inner;
    }
    if (token?.kind === "term") return term(token.text);
    throw unreadable(text, "a condition is missing");
  }

  const tree = alternatives();
  if (position < tokens.length) throw unreadable(text, "a bracket is not opened");
  return tree;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match)
      throw unreadable(text, `"${text.slice(start).trim().slice(0, 40)}" is not a condition on a field`);
    const [, open, close, word, minus, conditionText] = match;
    if (open) tokens.push({ kind: "(", text: open });
    else if (close) tokens.push({ kind: ")", text: close });
    else if (word) tokens.push({ kind: word as "AND" | "OR" | "NOT", text: word });
    else if (minus) tokens.push({ kind: "NOT", text: minus });
    else tokens.push({ kind: "term", text: conditionText ?? "" });
  }
  return tokens;
}

function term(text: string): SearchNode {
  const match = TERM.exec(text);
  if (!match) throw unreadable(text, "not a condition on a field");
  const [, field = "", operator = "=", raw = ""] = match;
  return { kind: "term", field, operator: operator as SearchOperator, value: unquote(raw) };
}

function unquote(raw: string): string {
  return /^(['"])[\s\S]*\1$/.test(raw) && raw.length > 1
    ? raw.slice(1, -1).replace(/\\([\s\S])/g, "$1")
    : raw;
}

function join(kind: "and" | "or", parts: SearchNode[]): SearchNode {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}

function unreadable(text: string, reason: string): Error {
  return badRequest(`The sandbox cannot read the search "${text}": ${reason}.`);
}
