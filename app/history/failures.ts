import type { SyncFailure, SyncPhase } from "./progress";

interface Words {
  /** `detail` is a scope, a line number or a count: never data of a person. */
  readonly what: (phase: string, detail: string) => string;
  readonly action: string;
  /** The queue tries again by itself before the merchant is told. */
  readonly passing: boolean;
}

const phaseNames: Readonly<Record<SyncPhase, string>> = {
  shop: "store details",
  products: "products",
  customers: "customers",
  orders: "orders",
  checkouts: "abandoned checkouts",
  load: "downloaded history",
  score: "scores",
};

const kept = "Nothing that was stored before is lost.";
const again = "Select Retry; finished phases are not repeated.";

const table = {
  bulk_failed: {
    what: (phase, detail) => `Shopify stopped exporting your ${phase} twice (${detail}). ${kept}`,
    action: `This usually passes. ${again} If it fails again tomorrow, contact Shopify support.`,
    passing: false,
  },
  bulk_canceled: {
    what: (phase) => `The export of your ${phase} was canceled twice before it finished. ${kept}`,
    action: again,
    passing: false,
  },
  bulk_expired: {
    what: (phase) => `Shopify's export of your ${phase} expired twice before it could be downloaded. ${kept}`,
    action: again,
    passing: false,
  },
  bulk_never_ends: {
    what: (phase, detail) =>
      `Shopify's export of your ${phase} made no progress for ${detail} minutes, twice. ${kept}`,
    action: `Shopify may be busy. Wait an hour, then select Retry; finished phases are not repeated.`,
    passing: false,
  },
  bulk_busy: {
    what: (phase, detail) =>
      `Shopify already runs as many exports for Quintile as it allows, and did not start the one of your ${phase} for ${detail} minutes. ${kept}`,
    action: again,
    passing: false,
  },
  incomplete_file: {
    what: (phase, detail) => `The file of your ${phase} arrived incomplete twice. ${detail} ${kept}`,
    action: again,
    passing: false,
  },
  malformed_file: {
    what: (phase, detail) =>
      `The file of your ${phase} cannot be read${detail}. A second copy was no better. ${kept}`,
    action: `Select Retry to export it again. If the same line fails again, send us this message.`,
    passing: false,
  },
  access_lost: {
    what: () => `Shopify no longer accepts Quintile's access to your store. ${kept}`,
    action:
      "Open Quintile from the Apps list of your Shopify admin, so that access is renewed, then select Retry.",
    passing: false,
  },
  access_denied: {
    what: (phase, detail) => `Shopify did not let Quintile read your ${phase}${detail}. ${kept}`,
    action: "Open Quintile from your Shopify admin and approve the access it asks for, then select Retry.",
    passing: false,
  },
  refused: {
    what: (phase) => `Shopify refused a request for your ${phase}. ${kept}`,
    action: "This is a fault of ours: please send us this message. Retry works once Quintile is updated.",
    passing: false,
  },
  disk_full: {
    what: () => `The server that runs Quintile could not write to its disk. ${kept}`,
    action: "Whoever runs the server has to free disk space (or make it writable). Then select Retry.",
    passing: false,
  },
  throttled_too_long: {
    what: (phase) =>
      `Shopify's rate limit left no room to read your ${phase}; other apps may be using it up. ${kept}`,
    action: `Wait some minutes. ${again}`,
    passing: true,
  },
  unavailable: {
    what: (phase) => `Shopify could not be reached while reading your ${phase}. ${kept}`,
    action: `Check status.shopify.com. ${again}`,
    passing: true,
  },
  download_interrupted: {
    what: (phase) => `The download of your ${phase} kept breaking off. ${kept}`,
    action: `${again} What has arrived already is not downloaded again.`,
    passing: true,
  },
  unknown: {
    what: (phase) => `Something unexpected stopped Quintile at your ${phase}. ${kept}`,
    action: `${again} If it fails again, send us this message.`,
    passing: true,
  },
} as const satisfies Record<string, Words>;

export type FailureCode = keyof typeof table;

/** A failure in the merchant's words: what happened, and what to do now. */
export function failureInWords(code: FailureCode, phase: SyncPhase, detail = ""): SyncFailure {
  const { what, action }: Words = table[code];
  return { phase, code, what: what(phaseNames[phase], detail), action };
}

/** Whether trying again without the merchant can help. */
export function isPassing(code: FailureCode): boolean {
  return table[code].passing;
}
