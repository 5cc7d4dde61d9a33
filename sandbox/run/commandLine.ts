import { parseArgs, type ParseArgsConfig } from "node:util";

export const usage = `Usage: npm run sandbox -- [options]

Starts a stand-in for Shopify with one store, and the app installed from it; no account anywhere.

  --store NAME            generated (default), cdnow, or a folder: CSV exports from Shopify, or Admin-shaped JSONL
  --customers N           customers of the generated store (5000)
  --seed TEXT             seed of the generated store (1): the same seed gives the same store
  --now DATE              the date that the store and the app live at, ISO 8601 (each store has its own)
  --amount-spent MEANING  net or gross: whether Customer.amountSpent has refunds taken off (net)
  --recent-orders-only    grant no read_all_orders: the app sees the last 60 days of orders
  --port N                port of the stand-in (4400)
  --app-port N            port of the app (3000)
  --once                  install, sync and score without a browser, say what came of it, and end
  --json                  with --once: one JSON object on one line, and nothing else on standard output
  --help                  this text
`;

const options = {
  store: { type: "string", default: "generated" },
  customers: { type: "string" },
  seed: { type: "string" },
  now: { type: "string" },
  "amount-spent": { type: "string" },
  "recent-orders-only": { type: "boolean", default: false },
  port: { type: "string" },
  "app-port": { type: "string" },
  once: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];

export interface CommandLine {
  readonly store: string;
  readonly customers: number | undefined;
  readonly seed: string | undefined;
  readonly now: Date | undefined;
  readonly amountSpent: "net" | "gross" | undefined;
  readonly recentOrdersOnly: boolean;
  readonly port: number | undefined;
  readonly appPort: number | undefined;
  readonly once: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {
  override name = "UsageError";
}

function wholeNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) {
    throw new UsageError(`--${name} takes a whole number from 1 to ${String(most)}, not "${text}".`);
  }
  return number;
}

function date(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const moment = new Date(text);
  // Date accepts the 31st of every month and moves it into the next one.
  const exists =
    !Number.isNaN(moment.getTime()) &&
    new Date(text.slice(0, 10)).toISOString().startsWith(text.slice(0, 10));
  if (!isIso || !exists) {
    throw new UsageError(`--now takes a date such as 2026-11-20 or 2026-11-20T16:00:00Z, not "${text}".`);
  }
  return moment;
}

function amountSpent(text: string | undefined): "net" | "gross" | undefined {
  if (text === undefined || text === "net" || text === "gross") return text;
  throw new UsageError(`--amount-spent takes net or gross, not "${text}".`);
}

/**
 * Reads the arguments of `npm run sandbox`.
 *
 * @throws {UsageError} on anything that is not in the usage.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const values = parse(args);
  if (values.json && !values.once) throw new UsageError("--json says how --once reports: give both.");
  if (values.store !== "generated" && (values.customers !== undefined || values.seed !== undefined)) {
    throw new UsageError("--customers and --seed are for the generated store only.");
  }
  return {
    store: values.store,
    customers: wholeNumber("customers", values.customers, 10_000_000),
    seed: values.seed,
    now: date(values.now),
    amountSpent: amountSpent(values["amount-spent"]),
    recentOrdersOnly: values["recent-orders-only"],
    port: wholeNumber("port", values.port, 65_535),
    appPort: wholeNumber("app-port", values["app-port"], 65_535),
    once: values.once,
    json: values.json,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
