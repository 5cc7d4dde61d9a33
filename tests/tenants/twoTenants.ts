import { type Harness, startHarness } from "../sync/harness";
import { markedStore } from "./markedStore";
import { settle, type Tenant } from "./tenant";
import { type Watched, watchStores } from "./watched";
import { captureWritten } from "./written";

export interface TwoTenants {
  readonly harness: Harness;
  /** Who asks. */
  readonly own: Tenant;
  /** Whose ids are used. It has more customers. */
  readonly other: Tenant;
  readonly watched: Watched;
  readonly written: { text(): string };
}

const asking = { word: "koekoeksbloem", customers: 60 };
const asked = { word: "zwanebloem", customers: 90 };

/** Two shops with all that a shop can have, whose doings are watched and written down from now on. */
export async function settleTwo(): Promise<TwoTenants> {
  const now = new Date();
  const stores = [asking, asked].map(({ word, customers }) => markedStore(word, customers, now));
  const harness = await startHarness({ stores });
  process.env.LOG_LEVEL = "trace";
  const written = captureWritten();
  const own = await settle(harness, asking);
  const other = await settle(harness, asked);
  return { harness, own, other, watched: await watchStores(), written };
}
