import { checkDefinition } from "./checks";
import { definition as schema, type Definition, limits } from "./definition";
import { type Problem, problemOf } from "./problems";
import { tooLarge } from "./size";
import { upgradeDefinition } from "./upgrade";

export type { Problem } from "./problems";

export type Parsed =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** More problems than these tell nobody more. */
const mostProblems = 20;

/**
 * Reads a definition that was stored or posted, as an object or as JSON text, of this version or an older one. Whatever
 * comes in, the answer is a definition that the compiler takes or sentences that say what is wrong with it.
 */
export function parseDefinition(input: unknown): Parsed {
  if (typeof input === "string" && input.length > limits.json) {
    return refuse(
      `The rule is longer than ${limits.json.toLocaleString("en")} characters. Take conditions out, or shorten its lists of values.`,
    );
  }
  const json = typeof input === "string" ? readJson(input) : input;
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return refuse("This is not a segment's rule: it cannot be read as JSON of a definition.");
  const size = tooLarge(json);
  if (size !== null) return refuse(size);
  const upgraded = upgradeDefinition(json as Readonly<Record<string, unknown>>);
  if (!upgraded.ok) return refuse(upgraded.message, ["version"]);
  const shaped = schema.safeParse(upgraded.definition);
  if (!shaped.success) {
    return fail(shaped.error.issues.map((issue) => problemOf(issue, upgraded.definition)));
  }
  const problems = checkDefinition(shaped.data);
  return problems.length > 0 ? fail(problems) : { ok: true, definition: shaped.data };
}

/** Undefined where it is not JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(message: string, path: Problem["path"] = []): Parsed {
  return fail([{ path, message }]);
}

function fail(problems: readonly Problem[]): Parsed {
  return { ok: false, problems: problems.slice(0, mostProblems) };
}
