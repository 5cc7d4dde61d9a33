import { Link } from "@remix-run/react";
import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useState } from "react";

import type { NodePath } from "~/segments/language/nodePath";
import type { PreviewedPeople, PreviewPerson, PreviewRequest } from "~/segments/preview/preview";

import { plural } from "../format";
import { useFormat } from "../ShopFormatContext";
import styles from "./builder.module.css";
import { Failed } from "./Failed";
import { usePreview } from "../segments/usePreview";

/** Five who match and five who miss by one condition: asked for when somebody wants to see them. */
export function PeopleCard({
  request,
  phraseAt,
}: {
  request: PreviewRequest | null;
  /** A condition in words, by where it stands. */
  phraseAt: (path: NodePath) => string;
}) {
  const [open, setOpen] = useState(false);
  const { preview, stale, problem, retry } = usePreview("people", open ? request : null, 300);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Five of them, and five near misses
        </Text>
        {open ? null : (
          <div>
            <Button
              onClick={() => {
                setOpen(true);
              }}
            >
              Show them
            </Button>
          </div>
        )}
        {open ? (
          <div className={styles.shown}>
            {problem !== null ? (
              <Failed problem={problem} onRetry={retry} />
            ) : preview === null ? (
              <Text as="p" tone="subdued">
                Looking them up …
              </Text>
            ) : (
              <div className={styles.people} data-stale={stale}>
                <People title="Match" people={preview.members} none="Nobody matches." />
                <NearMisses preview={preview} phraseAt={phraseAt} />
              </div>
            )}
          </div>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function NearMisses({
  preview: { nearMisses, nearMissCount },
  phraseAt,
}: {
  preview: PreviewedPeople;
  phraseAt: (path: NodePath) => string;
}) {
  const format = useFormat();
  if (nearMisses === null || nearMissCount === null) {
    return (
      <Text as="p" tone="subdued">
        Near misses are looked for in rules of up to 50 conditions.
      </Text>
    );
  }
  return (
    <BlockStack gap="200">
      <People
        title={`Miss by one condition (${format.count(nearMissCount)})`}
        people={nearMisses}
        none="Nobody misses by a single condition."
        why={({ misses }) =>
          `Would match if they were among those who ${misses.map(phraseAt).join(", or who ")}`
        }
      />
    </BlockStack>
  );
}

function People<Person extends PreviewPerson>({
  title,
  people,
  none,
  why,
}: {
  title: string;
  people: readonly Person[];
  none: string;
  why?: (person: Person) => string;
}) {
  const format = useFormat();
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingXs">
        {title}
      </Text>
      {people.length === 0 ? (
        <Text as="p" tone="subdued">
          {none}
        </Text>
      ) : (
        <ul className={styles.persons}>
          {people.map((person) => (
            <li key={person.customerId}>
              {/* In a tab of its own: leaving would leave the rule that is worked on. */}
              <Link to={`/app/customers/${person.customerId}`} target="_blank" rel="noreferrer">
                <bdi>{person.name ?? person.email ?? `Customer ${person.customerId}`}</bdi>
              </Link>
              <span className={styles.of}>
                {`${format.count(person.orders)} ${plural(person.orders, "order")}, ${format.money(BigInt(person.spend))}${person.lastOrderOn === null ? "" : `, last ${format.day(person.lastOrderOn)}`}`}
              </span>
              {why === undefined ? null : <span className={styles.why}>{why(person)}</span>}
            </li>
          ))}
        </ul>
      )}
    </BlockStack>
  );
}
