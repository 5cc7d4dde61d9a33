import { BlockStack, Card, Combobox, Icon, Listbox, Text } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useEffect, useState } from "react";

import type { FoundCustomer } from "~/customers/foundCustomer";
import type { PreviewRequest } from "~/segments/preview/preview";
import type { Words } from "~/segments/language/words";

import { ExplanationList } from "../explain/ExplanationList";
import { getJson } from "../getJson";
import styles from "./builder.module.css";
import { Failed } from "./Failed";
import { usePreview } from "../segments/usePreview";

/** Looks any customer up and says condition by condition whether they match. */
export function CheckCard({ request, words }: { request: PreviewRequest | null; words: Words }) {
  const [chosen, setChosen] = useState<FoundCustomer | null>(null);
  const asked = request === null || chosen === null ? null : { ...request, customerId: chosen.customerId };
  const { preview, stale, problem, retry } = usePreview("customer", asked, 300);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Check a customer
        </Text>
        <CustomerSearch onChoose={setChosen} />
        {problem === null ? null : <Failed problem={problem} onRetry={retry} />}
        {chosen === null ? null : (
          <div role="status" aria-label="Whether they match" data-stale={stale} className={styles.check}>
            <Text as="p" fontWeight="semibold" breakWord>
              {nameOf(chosen)}
            </Text>
            {preview === null ? (
              "\u00a0"
            ) : preview.explanation === null ? (
              <Text as="p" tone="subdued">
                This customer is no longer in the store.
              </Text>
            ) : (
              <ExplanationList explanation={preview.explanation} words={words} />
            )}
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

const pause = 200;

function CustomerSearch({ onChoose }: { onChoose: (customer: FoundCustomer) => void }) {
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<{
    readonly search: string;
    readonly customers: readonly FoundCustomer[] | null;
  } | null>(null);
  const search = typed.trim();
  useEffect(() => {
    if (search === "") return;
    const giveUp = new AbortController();
    const ask = async () => {
      const answer = await getJson<{ customers: readonly FoundCustomer[] }>(
        `/app/customers/find?${new URLSearchParams({ search }).toString()}`,
        giveUp.signal,
      );
      if (!giveUp.signal.aborted) setFound({ search, customers: answer?.customers ?? null });
    };
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [search]);
  const customers = search === "" ? [] : (found?.customers ?? []);
  const isKnown = found?.search === search;
  return (
    <Combobox
      activator={
        <Combobox.TextField
          label="Customer"
          labelHidden
          placeholder="Name, email or id"
          prefix={<Icon source={SearchIcon} />}
          autoComplete="off"
          value={typed}
          maxLength={200}
          onChange={setTyped}
        />
      }
    >
      {search === "" ? null : (
        <Listbox
          accessibilityLabel="Customers found"
          onSelect={(id) => {
            const customer = customers.find(({ customerId }) => customerId === id);
            setTyped("");
            if (customer !== undefined) onChoose(customer);
          }}
        >
          {customers.map((customer) => (
            <Listbox.Option key={customer.customerId} value={customer.customerId}>
              <Listbox.TextOption>
                {[nameOf(customer), customer.name === null ? null : customer.email, customer.city]
                  .filter((part) => part !== null)
                  .join(", ")}
              </Listbox.TextOption>
            </Listbox.Option>
          ))}
          {customers.length === 0 ? (
            <Listbox.Header>
              {!isKnown
                ? "Looking …"
                : found.customers === null
                  ? "The customers could not be read. Try again."
                  : "No customer has these letters in a name, email or id."}
            </Listbox.Header>
          ) : null}
        </Listbox>
      )}
    </Combobox>
  );
}

function nameOf({ name, email, customerId }: FoundCustomer): string {
  return name ?? email ?? `Customer ${customerId}`;
}
