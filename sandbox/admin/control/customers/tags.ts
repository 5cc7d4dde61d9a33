import { z } from "zod";

import type { AdminCustomer } from "../../../stores/store";
import type { SandboxState, ShopState } from "../../state";
import { tagsNews } from "../news";
import { customerChanged, findCustomer } from "./settleCustomer";

const tags = z.array(z.string()).default([]);
export const tagsInput = z.strictObject({ add: tags, remove: tags });

/** Adds and removes tags; those that are there already, and those that are not, are no change. */
export function changeTags(
  state: SandboxState,
  shop: ShopState,
  id: string,
  { add, remove }: z.infer<typeof tagsInput>,
): AdminCustomer {
  const customer = findCustomer(shop, id);
  const before = customer.tags;
  customer.tags = [...new Set([...before, ...add])].filter((tag) => !remove.includes(tag));
  const news = tagsNews(state, id, before, customer.tags);
  return news.length === 0 ? customer : customerChanged(state, shop, customer, news);
}
