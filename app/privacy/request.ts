/** What Shopify can ask for on somebody's behalf, as it is kept. */
export const privacyKinds = ["data_request", "customer_redact", "shop_redact"] as const;
export type PrivacyKind = (typeof privacyKinds)[number];

/**
 * `open`: the app has something to do. `ready`: the merchant has, to download and pass on what is kept. `refused`: it is over
 * without having been done. `failed`: it was tried often enough for today.
 */
export const privacyStates = ["open", "ready", "done", "refused", "failed"] as const;
export type PrivacyState = (typeof privacyStates)[number];

/**
 * Why a request is not done. `fault`: an error, which the log tells. `forgotten`: whom it is about was forgotten before.
 * `installed`: the shop has the app (again). `not_downloaded`: nobody did in time.
 */
export const privacyFailures = ["fault", "forgotten", "installed", "not_downloaded"] as const;
export type PrivacyFailure = (typeof privacyFailures)[number];

/** The law's limit, in days from when Shopify asked. */
export const daysToAnswer = 30;
/** With no more days left than this, somebody is told. */
export const daysOfWarning = 7;

export type Counts = Readonly<Record<string, number>>;

/** What was done, without a word of whom it was about. */
export type Proof = {
  /** Records that were found, by where they are kept. */
  readonly found: Counts;
  /** Those that a search still found when all were removed. */
  readonly left?: Counts | undefined;
};

export function total(counted: Counts): number {
  return Object.values(counted).reduce((sum, count) => sum + count, 0);
}

/** Whole days that are left, negative once it is overdue. */
export function daysLeft(dueAt: Date, now: Date): number {
  return Math.floor((dueAt.getTime() - now.getTime()) / 86_400_000);
}
