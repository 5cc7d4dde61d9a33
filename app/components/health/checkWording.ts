import type { Check, CheckFound, Checks } from "~/history/health/health";
import type { RecordTable } from "~/warehouse/loading/records";

import { plural } from "../format";

type Write = (value: number) => string;

/** In the order in which they are told. */
const nouns: Readonly<Record<RecordTable, readonly [string, string]>> = {
  orders: ["order", "orders"],
  customers: ["customer", "customers"],
  products: ["product", "products"],
  abandoned_checkouts: ["checkout", "checkouts"],
};
const kinds = Object.keys(nouns) as readonly RecordTable[];

/** "3 orders". */
export function recordsInWords(kind: RecordTable, records: number, write: Write): string {
  return `${write(records)} ${plural(records, ...nouns[kind])}`;
}

/** What a check looked at, found missing or older, and found gone: over all kinds. */
export function totalsOf({ found }: Check): Pick<CheckFound, "looked" | "repaired" | "removed"> {
  const sum = (of: "looked" | "repaired" | "removed") =>
    kinds.reduce((total, kind) => total + found[kind][of], 0);
  return { looked: sum("looked"), repaired: sum("repaired"), removed: sum("removed") };
}

/** How a check came out, as a sentence. */
export function outcomeInWords(check: Check, write: Write): string {
  const { repaired, removed } = totalsOf(check);
  switch (check.outcome) {
    case "failed":
      return "It failed.";
    case null:
      return "It was not finished.";
    case "resync":
      return `More had changed than can be looked at one by one, so a sync brings it in${repaired > 0 ? `: ${write(repaired)} missed ${plural(repaired, "change")} so far` : ""}.`;
    case "done":
      if (repaired + removed === 0) return "Nothing was missing.";
      return `${[
        ...(repaired > 0
          ? [`${write(repaired)} missed ${plural(repaired, "change was", "changes were")} brought in`]
          : []),
        ...(removed > 0
          ? [
              `${write(removed)} ${plural(removed, "record was", "records were")} taken out that ${plural(removed, "is", "are")} gone from Shopify`,
            ]
          : []),
      ].join("; ")}.`;
  }
}

/** What a check looked at: "12 changed orders and 3 changed customers looked at"; null: nothing had changed, or it says nothing. */
export function lookedInWords({ found, outcome }: Check, write: Write): string | null {
  if (outcome !== "done" && outcome !== "resync") return null;
  const looked = kinds.filter((kind) => found[kind].looked > 0);
  if (looked.length === 0) return "Nothing had changed in Shopify.";
  return `${looked.map((kind) => recordsInWords(kind, found[kind].looked, write)).join(", ")} looked at.`;
}

/** Differences of the counts that a check could not explain, a sentence each. */
export function differencesInWords({ found }: Check, write: Write): string[] {
  return kinds.flatMap((kind) => {
    const { unexplained } = found[kind];
    if (unexplained === null || unexplained === 0) return [];
    const many = recordsInWords(kind, Math.abs(unexplained), write);
    return unexplained > 0
      ? `${many} more ${plural(unexplained, "is", "are")} stored here than Shopify counts, though Shopify lists each of them.`
      : `Shopify counts ${many} more than it shows to Quintile.`;
  });
}

/** Why a check failed, and what to do. Told by the name of the error alone: what it says is for whoever reads the log. */
export function failureInWords(failure: string): { readonly what: string; readonly action: string } {
  const name = /^\w+/.exec(failure)?.[0] ?? "";
  const known = failures.find(({ names }) => names.includes(name));
  return known ?? unknown;
}

const goesOn = "Quintile tries again by itself.";

const unknown = {
  what: "Something unexpected stopped the check.",
  action: `${goesOn} If it stays, whoever runs Quintile finds the reason in its log.`,
};

const failures: readonly {
  readonly names: readonly string[];
  readonly what: string;
  readonly action: string;
}[] = [
  {
    names: ["TokenRejectedError", "AccessLostError", "TokenRefreshError"],
    what: "Shopify no longer accepts Quintile's access to your store.",
    action: "Open Quintile anew from the Apps list of your Shopify admin: that renews it.",
  },
  {
    names: ["AccessDeniedError"],
    what: "Shopify did not let Quintile read what it has to compare.",
    action: "Open Quintile from your Shopify admin and approve the access it asks for.",
  },
  {
    names: ["ThrottledTooLongError"],
    what: "Shopify's rate limit left no room; other apps may be using it up.",
    action: `There is nothing to do. ${goesOn}`,
  },
  {
    names: ["ShopifyUnavailableError"],
    what: "Shopify could not be reached.",
    action: `Look at status.shopify.com. ${goesOn}`,
  },
  {
    names: ["RequestRefusedError", "MalformedFileError", "ZodError"],
    what: "Shopify and Quintile did not understand each other.",
    action: "This is a fault of ours: please tell us. Your webhooks are applied all the same.",
  },
  {
    names: ["SegmentFailedError"],
    what: "The changes are in, but the members of a segment could not be found by them.",
    action: `${goesOn} If it stays, whoever runs Quintile finds the segment in its log.`,
  },
];

/**
 * What came of a check that somebody asked for.
 *
 * @param before the newest check at that time; null: there was none
 * @returns null while it is under way
 */
export function resultInWords(checks: Checks, before: string | null, write: Write): string | null {
  if (checks.underWay !== null) return null;
  const [newest] = checks.latest;
  if (newest !== undefined && newest.id !== before) {
    const failed = newest.outcome === "failed" && newest.failure !== null;
    return failed ? failureInWords(newest.failure).what : outcomeInWords(newest, write);
  }
  if (checks.failing !== null) return failureInWords(checks.failing.failure).what;
  return "Everything is being brought in anew instead; the home page shows how far it is.";
}
