import type { PrivacyFailure, PrivacyKind, PrivacyState, Proof } from "./request";

/** A request as the page shows it. */
export interface RequestView {
  readonly id: string;
  readonly kind: PrivacyKind;
  readonly state: PrivacyState;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly dueAt: string;
  /** Whole days that are left, negative once it is overdue. */
  readonly daysLeft: number;
  readonly finishedAt: string | null;
  readonly failure: PrivacyFailure | null;
  readonly proof: Proof | null;
  /** Whom it is about, for the merchant to know them; null where that is not kept (any more), or cannot be read. */
  readonly about: { readonly customerId: string | null; readonly contact: string | null } | null;
}

/** The newest requests, and whether there are older ones. */
export interface RequestList {
  readonly requests: readonly RequestView[];
  readonly hasMore: boolean;
}
