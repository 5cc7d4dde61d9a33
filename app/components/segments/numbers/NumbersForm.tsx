import { useRevalidator } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, Card, InlineStack, Page, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import { definitionOf, type SettingValues } from "~/segments/catalogue/catalogue";
import type { ReadyMade, ReadyMadeSetting } from "~/segments/catalogue/readyMade";
import type { MentionedNames } from "~/segments/overview/overview";

import { postJson } from "../../postJson";
import { useLeaveGuard } from "../../useLeaveGuard";
import { useFormat } from "../../ShopFormatContext";
import { useSentence } from "../useSentence";
import styles from "./numbers.module.css";
import { draftOf, readDraft } from "./numbersDraft";
import { NumbersEffectCard } from "./NumbersEffectCard";

/** A ready-made segment whose numbers are chosen. */
export interface NumberedSegment {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  /** Null: its rule was changed by hand. */
  readonly settings: SettingValues | null;
  readonly version: number;
}

/** Rules of the catalogue speak of no records of the store. */
const noNames: MentionedNames = { products: {}, variants: {}, collections: {}, segments: {} };

/** The numbers of a ready-made segment, with what saving them would change. */
export function NumbersForm({
  segment,
  readyMade,
  currency,
  currencyDigits,
}: {
  segment: NumberedSegment;
  readyMade: ReadyMade;
  currency: string;
  currencyDigits: number;
}) {
  const format = useFormat();
  const sentence = useSentence(noNames);
  const { settings } = segment;
  const [stored] = useState(() => draftOf(readyMade, settings ?? {}));
  const [draft, setDraft] = useState(stored);
  const [touched, setTouched] = useState(false);
  const { values, errors } = readDraft(readyMade, draft, currencyDigits);
  const same = settings !== null && values !== null && isSame(readyMade, values, settings);
  const dirty = touched && !same;
  const definition = values === null ? null : definitionOf(readyMade, values, { currencyDigits });
  const { saving, trouble, save, forget } = useSave(segment);
  useLeaveGuard(dirty && !saving);

  const change = (next: typeof draft) => {
    setDraft(next);
    setTouched(true);
  };
  const defaults = draftOf(readyMade, {});

  return (
    <Page
      title={`Numbers of “${segment.name}”`}
      backAction={{ content: segment.name, url: `/app/segments/${String(segment.id)}` }}
    >
      <SaveBar id="numbers-save-bar" open={dirty}>
        <button
          variant="primary"
          onClick={() => {
            if (values !== null) save(values);
          }}
          disabled={values === null}
          {...(saving ? { loading: "" } : {})}
        />
        <button
          onClick={() => {
            setDraft(stored);
            setTouched(false);
            forget();
          }}
          disabled={saving}
        />
      </SaveBar>
      <BlockStack gap="400">
        {trouble === null ? null : (
          <Banner tone="critical" title="The numbers are not saved">
            <p>{trouble}</p>
          </Banner>
        )}
        {settings === null ? (
          <Banner tone="info" title="The rule of this segment was changed by hand">
            <p>Saving numbers here puts the ready-made rule in its place.</p>
          </Banner>
        ) : null}
        <div className={styles.form}>
          <Card>
            <BlockStack gap="400">
              {readyMade.settings.map((setting) => (
                <TextField
                  key={setting.id}
                  label={setting.label}
                  autoComplete="off"
                  inputMode={setting.unit === "money" ? "decimal" : "numeric"}
                  suffix={suffixOf(setting, currency)}
                  maxLength={20}
                  value={draft[setting.id] ?? ""}
                  error={errors?.[setting.id]}
                  helpText={`Quintile's default: ${format.number(setting.default)}`}
                  onChange={(value) => {
                    change({ ...draft, [setting.id]: value });
                  }}
                />
              ))}
              <InlineStack>
                <Button
                  disabled={settings !== null && JSON.stringify(draft) === JSON.stringify(defaults)}
                  onClick={() => {
                    change(defaults);
                  }}
                >
                  Use the defaults
                </Button>
              </InlineStack>
            </BlockStack>
          </Card>
          <BlockStack gap="400">
            <NumbersEffectCard segment={segment} definition={definition} dirty={dirty} />
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingSm">
                  Its rule
                </Text>
                <Text as="p" tone={definition === null ? "subdued" : undefined}>
                  {definition === null ? "Told as soon as every number can be read." : sentence(definition)}
                </Text>
              </BlockStack>
            </Card>
          </BlockStack>
        </div>
      </BlockStack>
    </Page>
  );
}

function isSame({ settings }: ReadyMade, a: SettingValues, b: SettingValues): boolean {
  return settings.every(({ id }) => a[id] === b[id]);
}

type Saved =
  | { readonly ok: true }
  /** `newest`: the version that somebody saved meanwhile. */
  | { readonly ok: false; readonly message: string; readonly newest?: number };

function useSave(segment: NumberedSegment) {
  const shopify = useAppBridge();
  const { revalidate } = useRevalidator();
  const [saving, setSaving] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [base, setBase] = useState(segment.version);
  const post = async (numbers: SettingValues) => {
    setSaving(true);
    setTrouble(null);
    const answer = await postJson<Saved>(`/app/segments/${String(segment.id)}/numbers/save`, {
      base,
      numbers,
    });
    setSaving(false);
    if (!answer.ok) {
      setTrouble(answer.message);
      if ("newest" in answer && answer.newest !== undefined) setBase(answer.newest);
      return;
    }
    shopify.toast.show("Numbers saved; the members follow in a moment");
    revalidate();
  };
  return {
    saving,
    trouble,
    save: (numbers: SettingValues) => {
      void post(numbers);
    },
    forget: () => {
      setTrouble(null);
    },
  };
}

function suffixOf({ unit }: ReadyMadeSetting, currency: string): string | undefined {
  switch (unit) {
    case "days":
      return "days";
    case "percent":
    case "top_percent":
      return "%";
    case "money":
      return currency;
    case "count":
      return undefined;
  }
}
