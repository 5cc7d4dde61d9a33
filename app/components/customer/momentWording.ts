import { fieldOf, type FieldId } from "~/segments/language/fields";
import { propertyOf } from "~/segments/language/events";
import { enteredBecause } from "~/segments/members/causeWording";

import { reasonWording } from "../compare/reasonWording";
import type { ShopFormat } from "../format";
import { channelNames } from "../reach/reachWording";
import type { TimelineEntry } from "./timelineEntries";

/** A moment of a customer as the timeline says it. */
export interface ToldMoment {
  /** What happened, up to what it happened to: "Ordered". */
  readonly what: string;
  /** What it happened to, and where that leads: an order, or segments. */
  readonly of: readonly { readonly name: string; readonly address: string }[];
  readonly more: string | null;
}

/**
 * @param entry.together segments that were entered or left at once
 * @param segmentName of a segment that is there still
 */
export function momentWording(
  { moment, together }: TimelineEntry,
  format: Pick<ShopFormat, "money">,
  segmentName: (id: number) => string | undefined,
): ToldMoment {
  const money = (amount: string) => format.money(BigInt(amount));
  switch (moment.kind) {
    case "customer_created":
      return { what: "Became a customer", of: [], more: null };
    case "consent":
      return {
        what: `${channelNames[moment.channel]} marketing: ${consentLabel(moment.channel, moment.state)}`,
        of: [],
        more: null,
      };
    case "tag_added":
      return { what: `Tagged “${moment.tag}”`, of: [], more: null };
    case "checkout_abandoned":
      return { what: "Left a checkout", of: [], more: money(moment.amount) };
    case "ordered": {
      const states = [
        label("financial_status", moment.payment),
        label("fulfillment_status", moment.fulfillment),
      ];
      const known = states.filter((state) => state !== null).join(", ");
      const amount = money(moment.amount);
      return {
        what: "Ordered",
        of: [order(moment)],
        more:
          moment.leftOut === null
            ? [amount, known].filter((part) => part !== "").join(" · ")
            : `${amount}, which does not count: ${reasonWording[moment.leftOut].why}`,
      };
    }
    case "cancelled":
      return { what: "Cancelled:", of: [order(moment)], more: null };
    case "shipped":
      return { what: "Shipped:", of: [order(moment)], more: null };
    case "delivered":
      return { what: "Delivered:", of: [order(moment)], more: null };
    case "refunded":
      return { what: "Refunded:", of: [order(moment)], more: money(moment.amount) };
    case "entered":
    case "left": {
      const of = together.flatMap((move) => {
        const id = "segmentId" in move ? move.segmentId : 0;
        const name = segmentName(id);
        return name === undefined ? [] : [{ name, address: `/app/segments/${String(id)}` }];
      });
      const did = moment.kind === "entered" ? "Entered" : "Left";
      const several = together.length > 1;
      const because = enteredBecause[moment.cause];
      return {
        what: several ? `${did} ${String(together.length)} segments:` : `${did} the segment`,
        of,
        more: several ? because.replace(/^The segment was/, "The segments were") : because,
      };
    }
  }
}

function order({ order: name, orderId }: { readonly order: string; readonly orderId: string }) {
  return { name, address: `shopify://admin/orders/${orderId}` };
}

function consentLabel(channel: "email" | "sms" | "whatsapp", state: string): string {
  const field: FieldId = `${channel}_consent`;
  const found = fieldOf(field).choices?.find(({ value }) => value === state);
  return (found?.label ?? state).toLowerCase();
}

function label(property: "financial_status" | "fulfillment_status", state: string | null): string | null {
  if (state === null) return null;
  const found = propertyOf("ordered", property)?.choices?.find(({ value }) => value === state);
  return (found?.label ?? state).toLowerCase();
}
