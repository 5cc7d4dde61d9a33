import type { SandboxStore } from "../stores/store";
import type { BulkOperation } from "./bulk/operation";
import { createCatalog, type Catalog } from "./catalog";
import type { Fault } from "./faults";
import type { Approval } from "./protectedData";
import type { RequestLogEntry } from "./requestLog";
import { userRights, type UserRight } from "./scopes";
import { createBucket, type Bucket, type RateLimitPlan } from "./throttle";
import type { HoldsGrants } from "./tokens";
import type { Poster } from "./webhooks/poster";
import type { Storm } from "./webhooks/storm";
import type { Delivery, WebhookSubscription } from "./webhooks/subscription";

/** What one shop's Shopify knows of the store and of the app installed in it. */
export interface ShopState extends HoldsGrants {
  readonly domain: string;
  readonly store: SandboxStore;
  readonly catalog: Catalog;
  installed: boolean;
  /** Milliseconds since the epoch of the last installation, or null. */
  installedAt: number | null;
  scopes: ReadonlySet<string>;
  approvals: ReadonlySet<Approval>;
  /** Of the user on whose behalf the app asks. */
  userRights: ReadonlySet<UserRight>;
  readonly bucket: Bucket;
  readonly bulkOperations: BulkOperation[];
  readonly subscriptions: WebhookSubscription[];
  readonly deliveries: Delivery[];
  readonly faults: Fault[];
  /** How badly webhooks are delivered at the moment; null: well. */
  storm: Storm | null;
}

/** The whole stand-in: its shops and what it shares between them. */
export interface SandboxState {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The sandbox's own address, known once it listens. */
  url: string;
  readonly shops: ReadonlyMap<string, ShopState>;
  readonly requests: RequestLogEntry[];
  readonly throttledStatus: 200 | 429;
  readonly timing: SandboxTiming;
  /** Folder of the bulk operations' files. */
  readonly filesFolder: string;
  nextNumber: number;
  readonly poster: Poster;
  /** Aborted when the sandbox closes: everything that waits stops. */
  readonly closing: AbortController;
}

export interface SandboxTiming {
  /** How long a bulk operation stays CREATED, in ms of real time. */
  bulkStartMs: number;
  /** Real time per sandbox time for the waits between webhook retries: 1 is Shopify's four hours. */
  webhookRetryScale: number;
  /** Webhooks under way at once; the rest waits its turn. */
  webhooksAtOnce: number;
}

export interface ShopOptions {
  store: SandboxStore;
  scopes: readonly string[];
  approvals: ReadonlySet<Approval>;
  plan: RateLimitPlan;
  now: number;
  subscriptions: WebhookSubscription[];
}

export function createShop({ store, scopes, approvals, plan, now, subscriptions }: ShopOptions): ShopState {
  return {
    domain: store.shop.myshopifyDomain,
    store,
    catalog: createCatalog(store),
    installed: false,
    installedAt: null,
    scopes: new Set(scopes),
    approvals,
    userRights: new Set(userRights),
    bucket: createBucket(plan, now),
    grants: new Map(),
    bulkOperations: [],
    subscriptions,
    deliveries: [],
    faults: [],
    storm: null,
  };
}

/** A new global id; numbers rise over the life of the sandbox. */
export function newGid(state: SandboxState, type: string): string {
  return `gid://shopify/${type}/${String(state.nextNumber++)}`;
}

/** The sandbox's time as the Admin API writes it: UTC, whole seconds. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
