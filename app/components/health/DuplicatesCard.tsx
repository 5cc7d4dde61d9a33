import { BlockStack, Link, Text } from "@shopify/polaris";

import type { DuplicateGroup, Duplicates } from "~/history/health/health";

import { nameOf } from "../customers/CustomerIndexTable";
import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";
import { HealthCard } from "./HealthCard";
import styles from "./lists.module.css";
import { PartOnPage } from "./PartOnPage";
import { traitWording } from "./storedWording";
import { useHealthPart } from "./useHealthPart";

/** Customers who are probably one person: their orders count apart, so each looks like less than they are. */
export function DuplicatesCard({ version }: { version: string | null }) {
  return (
    <HealthCard
      title="Customers who may be one person"
      about="Their orders count apart, so each of them looks like a smaller customer than the person is. Shopify can merge two of them: open one there, then More actions, Merge customer."
    >
      <PartOnPage part={useHealthPart("duplicates", version)} lines={4}>
        {(found) => {
          const some = found.filter(({ groups }) => groups > 0);
          return some.length === 0 ? (
            <Text as="p">No two customers share an email address, a phone number, or name and ZIP code.</Text>
          ) : (
            <BlockStack gap="300">
              {some.map((each) => (
                <Alike key={each.trait} duplicates={each} />
              ))}
            </BlockStack>
          );
        }}
      </PartOnPage>
    </HealthCard>
  );
}

function Alike({ duplicates: { trait, groups, customers, first } }: { duplicates: Duplicates }) {
  const format = useFormat();
  const { title, text } = traitWording[trait];
  const more = groups - first.length;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {`${title}: ${format.count(customers)} customers in ${format.count(groups)} ${plural(groups, "group")}`}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {text}
      </Text>
      <ul className={styles.items}>
        {first.map((group) => (
          <li key={group.people.map(({ customerId }) => customerId).join(" ")}>
            <Group group={group} />
          </li>
        ))}
      </ul>
      {more === 0 ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          {`And ${format.count(more)} more ${plural(more, "group")}.`}
        </Text>
      )}
    </BlockStack>
  );
}

function Group({ group: { customers, people } }: { group: DuplicateGroup }) {
  const format = useFormat();
  const more = customers - people.length;
  return (
    <>
      {people.map((person) => (
        <span key={person.customerId} className={styles.person}>
          <Link url={`/app/customers/${person.customerId}`}>
            <bdi>{nameOf(person)}</bdi>
          </Link>
          <Text as="span" variant="bodySm" tone="subdued">
            <bdi>{person.email === nameOf(person) ? null : person.email}</bdi>
          </Text>
        </span>
      ))}
      {more > 0 ? <span>{`and ${format.count(more)} more`}</span> : null}
    </>
  );
}
