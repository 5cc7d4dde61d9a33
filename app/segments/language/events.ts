import type { EventType, Property } from "./events/event";
import { orderEvents } from "./events/orders";
import { otherEvents } from "./events/others";
import { productEvents } from "./events/products";

export type { EventSource, EventType, Lookup, Property } from "./events/event";

/** Everything that happens to customers and can be asked for, in the order in which it is offered. */
export const events = {
  ...productEvents,
  ...orderEvents,
  ...otherEvents,
} as const satisfies Record<string, EventType>;

export type EventId = keyof typeof events;
export const eventIds = Object.keys(events) as [EventId, ...EventId[]];

/** The entry of an event, as any event. */
export function eventOf(id: EventId): EventType {
  return events[id];
}

/** A property of an event; undefined where the event has none of that name. */
export function propertyOf(event: EventId, property: string): Property | undefined {
  const { properties } = eventOf(event);
  return Object.hasOwn(properties, property) ? properties[property] : undefined;
}
