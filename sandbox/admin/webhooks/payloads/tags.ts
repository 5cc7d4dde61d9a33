/** The body of `customer.tags_added` and `customer.tags_removed`. `now` in ms since the epoch. */
export function tagsPayload(customerId: string, tags: readonly string[], now: number) {
  return { customerId, tags, occurredAt: new Date(now).toISOString() };
}
