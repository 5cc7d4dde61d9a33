import { AsyncLocalStorage } from "node:async_hooks";

/** What is learned of a request while it is answered, for whoever writes of it to the log. */
export interface RequestFacts {
  /** The shop on whose behalf it was proven to come; null as long as nothing is proven. */
  shop: string | null;
}

const underWay = new AsyncLocalStorage<RequestFacts>();

/** Runs what answers a request; whatever it calls can add to `facts`. */
export function answering<Result>(facts: RequestFacts, answer: () => Result): Result {
  return underWay.run(facts, answer);
}

/** Notes whose request is being answered. To be called once that is proven, by a signature or a session, and no sooner. */
export function noteShop(shop: string): void {
  const facts = underWay.getStore();
  if (facts) facts.shop = shop;
}

/** The proven shop of the request that is being answered, where there is one, as a field of a log line. */
export function shopField(): { readonly shop?: string } {
  const shop = underWay.getStore()?.shop ?? null;
  return shop === null ? {} : { shop };
}
