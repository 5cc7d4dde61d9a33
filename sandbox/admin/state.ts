import type { SandboxStore } from "../stores/store";
import type { BulkOperation } from "./bulk/operation";
import { createCatalog, type Catalog } from "./catalog";
import type { Fault } from "./faults";
import { approvals, type Approval } from "./protectedData";
import type { RequestLogEntry } from "./requestLog";
import { userRights, type UserRight } from "./scopes";
import { createBucket, type Bucket, type RateLimitPlan } from "./throttle";
import type { HoldsGrants } from "./tokens";
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
  /** Aborted when the sandbox closes: everything that waits stops. */
  readonly closing: AbortController;
}

export interface SandboxTiming {
  /** How long a bulk operation stays CREATED, in ms of real time. */
  bulkStartMs: number;
  /** Real time per sandbox time for the waits between webhook retries: 1 is Shopify's four hours. */
  webhookRetryScale: number;
}

export interface ShopOptions {
  store: SandboxStore;
  scopes: readonly string[];
  plan: RateLimitPlan;
  now: number;
  subscriptions: WebhookSubscription[];
}

export function createShop({ store, scopes, plan, now, subscriptions }: ShopOptions): ShopState {
  return {
    domain: store.shop.myshopifyDomain,
    store,
    catalog: createCatalog(store),
    installed: false,
    installedAt: null,
    scopes: new Set(scopes),
    approvals: new Set(approvals),
    userRights: new Set(userRights),
    bucket: createBucket(plan, now),
    grants: new Map(),
    bulkOperations: [],
    subscriptions,
    deliveries: [],
    faults: [],
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
