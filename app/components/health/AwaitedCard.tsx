import { Text } from "@shopify/polaris";

import type { Awaited } from "~/history/health/health";

import { useFormat } from "../ShopFormatContext";
import { recordsInWords } from "./checkWording";
import { HealthCard } from "./HealthCard";
import styles from "./lists.module.css";

/** What Shopify has yet to tell in full. */
export function AwaitedCard({ awaited }: { awaited: readonly Awaited[] }) {
  const format = useFormat();
  return (
    <HealthCard
      title="Still awaited from Shopify"
      about="An update does not tell everything (tags and consents, say): the rest is asked for within seconds."
    >
      {awaited.length === 0 ? (
        <Text as="p">Nothing.</Text>
      ) : (
        <ul className={styles.items}>
          {awaited.map(({ kind, records, since }) => (
            <li key={kind}>{`${recordsInWords(kind, records, format.count)} since ${format.time(since)}`}</li>
          ))}
        </ul>
      )}
    </HealthCard>
  );
}
