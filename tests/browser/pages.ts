import { readyMadeSegments } from "~/segments/catalogue/catalogue";

import type { SandboxStore } from "../../sandbox/stores/store";

/** A page of the app that a merchant can open. */
export interface AppPage {
  /** Remix's name of the route that shows it. */
  readonly route: string;
  readonly path: (store: SandboxStore) => string;
}

/** A new store is given the ready-made segments in the catalogue's order, so that their ids are known. */
export function segmentId(readyMade: string): string {
  return String(readyMadeSegments.findIndex(({ id }) => id === readyMade) + 1);
}

/** The number of the customer with the most orders; 1 in a store without customers. */
function bestCustomer({ customers }: SandboxStore): string {
  const best = [...customers].sort((a, b) => Number(b.numberOfOrders) - Number(a.numberOfOrders))[0];
  return best?.id.split("/").at(-1) ?? "1";
}

const buyers = segmentId("all_buyers");

/** Every page, with an address that shows it whole. */
export const appPages = {
  home: { route: "routes/app._index", path: () => "/app" },
  segments: { route: "routes/app.segments._index", path: () => "/app/segments" },
  "ready-made": { route: "routes/app.segments.ready-made", path: () => "/app/segments/ready-made" },
  segment: { route: "routes/app.segments.$id", path: () => `/app/segments/${buyers}` },
  "builder-new": { route: "routes/app.segments.new", path: () => "/app/segments/new" },
  "builder-edit": { route: "routes/app.segments.$id_.edit", path: () => `/app/segments/${buyers}/edit` },
  numbers: {
    route: "routes/app.segments.$id_.numbers",
    path: () => `/app/segments/${segmentId("high_spenders")}/numbers`,
  },
  overlap: {
    route: "routes/app.segments.overlap",
    path: () => `/app/segments/overlap?ids=${segmentId("champions")},${buyers},${segmentId("leads")}`,
  },
  customer: {
    route: "routes/app.customers.$id",
    path: (store) => `/app/customers/${bestCustomer(store)}`,
  },
  group: { route: "routes/app.groups.$group", path: () => "/app/groups/champions" },
  compare: { route: "routes/app.compare", path: () => "/app/compare" },
  settings: { route: "routes/app.settings", path: () => "/app/settings" },
  "data-health": { route: "routes/app.data-health", path: () => "/app/data-health" },
  privacy: { route: "routes/app.privacy", path: () => "/app/privacy" },
  missing: { route: "routes/app.$", path: () => "/app/nowhere" },
} as const satisfies Readonly<Record<string, AppPage>>;

export type AppPageName = keyof typeof appPages;
