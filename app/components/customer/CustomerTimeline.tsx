import { Button, Icon, InlineStack, Link, Text } from "@shopify/polaris";
import {
  DisabledIcon,
  CartAbandonedIcon,
  DeliveryIcon,
  EmailIcon,
  EnterIcon,
  ExitIcon,
  OrderIcon,
  PackageFulfilledIcon,
  PersonAddIcon,
  ReceiptRefundIcon,
  HashtagIcon,
} from "@shopify/polaris-icons";
import { Fragment, useEffect, useRef } from "react";

import type { CustomerPage } from "~/segments/members/customerPage";
import type { Moment } from "~/segments/members/customerTimeline";

import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";
import styles from "./CustomerTimeline.module.css";
import { momentWording } from "./momentWording";
import { entryKeys, type TimelineEntry, timelineEntries } from "./timelineEntries";
import { useTimeline } from "./useTimeline";

const icons: Readonly<Record<Moment["kind"], typeof OrderIcon>> = {
  customer_created: PersonAddIcon,
  consent: EmailIcon,
  tag_added: HashtagIcon,
  checkout_abandoned: CartAbandonedIcon,
  ordered: OrderIcon,
  shipped: DeliveryIcon,
  delivered: PackageFulfilledIcon,
  cancelled: DisabledIcon,
  refunded: ReceiptRefundIcon,
  entered: EnterIcon,
  left: ExitIcon,
};

/** What happened to somebody, the newest first; older parts are asked for. */
export function CustomerTimeline({
  customerId,
  first,
  segments,
}: {
  customerId: string;
  first: CustomerPage["timeline"];
  segments: CustomerPage["segments"];
}) {
  const { moments, hasMore, loading, problem, more, added, parts } = useTimeline(customerId, first);
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  const newest = useRef<HTMLLIElement>(null);
  const entries = timelineEntries(moments.slice(0, moments.length - added));
  const begins = entries.length;
  entries.push(...timelineEntries(moments.slice(moments.length - added)));
  useEffect(() => {
    // Whoever asked for more goes on reading there, also where the button is gone.
    if (parts > 0) newest.current?.focus();
  }, [parts]);
  const keys = entryKeys(entries);
  return (
    <>
      <ol className={styles.moments}>
        {entries.map((entry, place) => (
          <li
            key={keys[place]}
            className={styles.moment}
            {...(added > 0 && place === begins ? { ref: newest, tabIndex: -1 } : {})}
          >
            <Told entry={entry} names={names} />
          </li>
        ))}
      </ol>
      <div role="status" className={styles.status}>
        {added === 0 ? "" : `${String(added)} older ${plural(added, "entry", "entries")} shown`}
      </div>
      {hasMore ? (
        <InlineStack gap="300" blockAlign="center">
          <Button loading={loading} onClick={more}>
            Show more
          </Button>
          {problem === null ? null : (
            <Text as="p" tone="critical">
              {problem}
            </Text>
          )}
        </InlineStack>
      ) : null}
    </>
  );
}

function Told({ entry, names }: { entry: TimelineEntry; names: ReadonlyMap<number, string> }) {
  const format = useFormat();
  const { moment } = entry;
  const { what, of, more } = momentWording(entry, format, (id) => names.get(id));
  return (
    <>
      <span className={styles.icon}>
        <Icon source={icons[moment.kind]} tone="subdued" />
      </span>
      <div className={styles.what}>
        <p>
          {what}
          {of.map(({ name, address }, place) => (
            <Fragment key={address}>
              {place === 0 ? " " : ", "}
              <Link url={address} {...(address.startsWith("shopify:") ? { target: "_top" } : {})}>
                <bdi>{name}</bdi>
              </Link>
            </Fragment>
          ))}
        </p>
        {more === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {more}
          </Text>
        )}
      </div>
      <time dateTime={moment.time} className={styles.time}>
        {format.time(moment.time)}
      </time>
    </>
  );
}
