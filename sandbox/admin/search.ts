import { badRequest, notImplemented } from "./errors";
import { parseSearch, type SearchNode, type SearchOperator } from "./searchSyntax";
import { instantInZone } from "./zonedTime";

export interface SearchContext {
  /** IANA zone in which a date without offset is meant. */
  timeZone: string;
}

/** A search filter: its kind says how its value is read and compared, `of` what it looks at. */
export type SearchFilter<Row> =
  | { kind: "date"; of: (row: Row) => string | null }
  | { kind: "id"; of: (row: Row) => string | null }
  | { kind: "number"; of: (row: Row) => number }
  | { kind: "boolean"; of: (row: Row) => boolean }
  | { kind: "text"; of: (row: Row) => string | null }
  | { kind: "texts"; of: (row: Row) => string[] }
  | { kind: "choice"; choices: Record<string, (row: Row) => boolean> };

export type SearchFilters<Row> = Record<string, SearchFilter<Row>>;

const DAY_MS = 86_400_000;

/**
 * Compiles Shopify's search syntax to a predicate. A filter that is not in the table is an error: Shopify would apply it,
 * and a stand-in that ignores it would answer too much.
 */
export function compileSearch<Row>(
  field: string,
  query: string,
  filters: SearchFilters<Row>,
  context: SearchContext,
): (row: Row) => boolean {
  return compileNode(parseSearch(query));

  function compileNode(node: SearchNode): (row: Row) => boolean {
    if (node.kind === "not") {
      const part = compileNode(node.part);
      return (row) => !part(row);
    }
    if (node.kind !== "term") {
      const parts = node.parts.map(compileNode);
      return node.kind === "and"
        ? (row) => parts.every((part) => part(row))
        : (row) => parts.some((part) => part(row));
    }
    const filter = Object.hasOwn(filters, node.field) ? filters[node.field] : undefined;
    if (!filter) throw notImplemented(`the search filter "${node.field}" of ${field}`);
    return compileTerm(node.field, filter, node.operator, node.value, context);
  }
}

function compileTerm<Row>(
  name: string,
  filter: SearchFilter<Row>,
  operator: SearchOperator,
  value: string,
  context: SearchContext,
): (row: Row) => boolean {
  switch (filter.kind) {
    case "date": {
      const { from, until } = instants(name, value, context);
      return (row) => {
        const text = filter.of(row);
        return text !== null && inRange(Date.parse(text), operator, from, until);
      };
    }
    case "number": {
      const wanted = Number(value);
      if (value === "" || Number.isNaN(wanted))
        throw badRequest(`Invalid number for query filter \`${name}\`.`);
      return (row) => inRange(filter.of(row), operator, wanted, wanted);
    }
    case "id": {
      const wanted = idNumber(value);
      if (wanted === null) throw badRequest(`Invalid id for query filter \`${name}\`.`);
      return (row) => {
        const id = idNumber(filter.of(row) ?? "");
        return id !== null && inRange(id, operator, wanted, wanted);
      };
    }
    case "boolean": {
      equalityOnly(name, operator);
      if (value !== "true" && value !== "false")
        throw badRequest(`Invalid boolean for query filter \`${name}\`.`);
      return (row) => filter.of(row) === (value === "true");
    }
    case "text": {
      const wanted = literalText(name, operator, value);
      return (row) => filter.of(row)?.toLowerCase() === wanted;
    }
    case "texts": {
      const wanted = literalText(name, operator, value);
      return (row) => filter.of(row).some((text) => text.toLowerCase() === wanted);
    }
    case "choice": {
      equalityOnly(name, operator);
      const choice = Object.hasOwn(filter.choices, value) ? filter.choices[value] : undefined;
      if (!choice) throw badRequest(`Invalid value for query filter \`${name}\`.`);
      return choice;
    }
  }
}

/** Compares with the half-open instant range of a whole day, or with a point (`from` = `until`). */
function inRange<T extends number | bigint>(value: T, operator: SearchOperator, from: T, until: T): boolean {
  switch (operator) {
    case "=":
      return from === until ? value === from : value >= from && value < until;
    case ">":
      return from === until ? value > from : value >= until;
    case ">=":
      return value >= from;
    case "<":
      return value < from;
    case "<=":
      return from === until ? value <= from : value < until;
  }
}

/** `2026-01-01` is the shop's whole day; a time without offset is the shop's own. */
function instants(name: string, value: string, { timeZone }: SearchContext): { from: number; until: number } {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(value);
  const [, day, time, offset] = match ?? [];
  if (!day || Number.isNaN(Date.parse(`${day}T${time ?? "00:00"}Z`))) {
    throw badRequest(`Invalid timestamp for query filter \`${name}\`.`);
  }
  if (!time) {
    const nextDay = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
    return {
      from: instantInZone(`${day}T00:00`, timeZone),
      until: instantInZone(`${nextDay}T00:00`, timeZone),
    };
  }
  const at = offset ? Date.parse(`${day}T${time}${offset}`) : instantInZone(`${day}T${time}`, timeZone);
  return { from: at, until: at };
}

function idNumber(text: string): bigint | null {
  const digits = /^(?:gid:\/\/shopify\/\w+\/)?(\d+)$/.exec(text)?.[1];
  return digits === undefined ? null : BigInt(digits);
}

function literalText(name: string, operator: SearchOperator, value: string): string {
  equalityOnly(name, operator);
  if (value.includes("*")) throw notImplemented(`wildcards in the search filter "${name}"`);
  return value.toLowerCase();
}

function equalityOnly(name: string, operator: SearchOperator): void {
  if (operator !== "=") throw badRequest(`The query filter \`${name}\` cannot be compared with ${operator}.`);
}
