import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Card, Page } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { useMarkVisited } from "~/components/home/visited";
import { draftOf, readDraft } from "~/components/settings/draft";
import { EffectCard } from "~/components/settings/EffectCard";
import { MoneyRules } from "~/components/settings/MoneyRules";
import { PrivacyCard } from "~/components/settings/PrivacyCard";
import { readPostedSettings } from "~/components/settings/postedSettings";
import styles from "~/components/settings/settings.module.css";
import { SettingsSection } from "~/components/settings/SettingsSection";
import { ShopFactsCard } from "~/components/settings/ShopFactsCard";
import { TagPicker } from "~/components/settings/TagPicker";
import { Thresholds } from "~/components/settings/Thresholds";
import { useLeaveGuard } from "~/components/useLeaveGuard";
import { useSettingsEffect } from "~/components/settings/useSettingsEffect";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { type ScoreInput, scoreStore } from "~/customers/score.server";
import { readScoring } from "~/customers/scoredState.server";
import type { ScoringSettings } from "~/customers/settings";
import { readShop, saveSettings } from "~/customers/shopSettings.server";
import { storeTags } from "~/customers/storeTags.server";
import { shopToday } from "~/history/shopToday";
import { retentionOf } from "~/privacy/retention.server";
import { askForRefresh } from "~/segments/jobs/askForRefresh.server";
import { authenticate } from "~/shopify/app.server";
import { log } from "~/state/log.server";
import { minorUnitDigits } from "~/warehouse/minorUnits";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const warehouse = await openWarehouse(session.shop);
  const [{ currency, timezone, settings }, scored, tags, retention] = await Promise.all([
    readShop(session.shop),
    readScoring(warehouse),
    storeTags(warehouse),
    retentionOf(session.shop),
  ]);
  if (currency === null || timezone === null || scored === null) return null;
  const { recency, frequency, monetary } = scored.breaks;
  const breaks = { recencyDays: recency, orders: frequency, spend: monetary };
  const digits = minorUnitDigits(currency);
  return { currency, timeZone: timezone, digits, settings, breaks, tags, retention };
}

/** Saves the settings and scores every customer by them; segments follow in the background. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const settings = readPostedSettings((await request.formData()).get("settings"));
  const { timezone } = await readShop(session.shop);
  if (timezone === null) throw new Response("The first sync is not done yet.", { status: 409 });
  const now = new Date();
  await saveSettings(session.shop, settings, now);
  const counting = { analysisDate: shopToday(now, timezone), timeZone: timezone, settings };
  const scored = await score(session.shop, { ...counting, now });
  await askForRefresh(session.shop);
  return { scored };
}

async function score(shop: string, input: ScoreInput): Promise<boolean> {
  try {
    await scoreStore(await openWarehouse(shop), input);
    return true;
  } catch (error) {
    // The pages go on counting by the settings of the last scoring, so nothing is wrong; the merchant is told.
    log().error({ shop, error: error instanceof Error ? error.name : "" }, "Scoring failed.");
    return false;
  }
}

export default function Settings() {
  const data = useLoaderData<typeof loader>();
  const shopify = useAppBridge();
  const { submit, state, data: answer } = useFetcher<typeof action>({ key: "save-settings" });
  useMarkVisited("settings");

  useEffect(() => {
    if (answer?.scored === true) shopify.toast.show("Settings saved and every customer scored");
  }, [answer, shopify]);

  if (data === null) return <WaitingForHistory title="Settings" />;
  const save = (settings: ScoringSettings) => {
    submit({ settings: JSON.stringify(settings) }, { method: "post", action: "/app/settings" });
  };
  const busy = state !== "idle";
  // Once saved, the form starts anew from what is stored.
  return (
    <SettingsForm
      key={JSON.stringify(data.settings)}
      stored={data}
      busy={busy}
      onSave={save}
      notice={
        answer?.scored === false ? (
          <Banner
            tone="critical"
            title="Your settings are saved, but the customers could not be scored by them"
            action={{
              content: "Score again",
              loading: busy,
              onAction: () => {
                save(data.settings);
              },
            }}
          >
            <p>All figures still count by the settings before. If it fails again, sync from the home page.</p>
          </Banner>
        ) : null
      }
    />
  );
}

function SettingsForm({
  stored,
  busy,
  onSave,
  notice,
}: {
  stored: NonNullable<Awaited<ReturnType<typeof loader>>>;
  busy: boolean;
  /** What happened at the last save, where it needs saying. */
  notice: ReactNode;
  onSave: (settings: ScoringSettings) => void;
}) {
  const { currency, timeZone, digits, settings, breaks, tags, retention } = stored;
  const [saved] = useState(() => draftOf(settings, breaks, digits));
  const [draft, setDraft] = useState(saved);
  const { settings: proposed, errors } = readDraft(draft, digits);
  const dirty = JSON.stringify(proposed) !== JSON.stringify(settings);
  const effect = useSettingsEffect(dirty ? proposed : null);
  useLeaveGuard(dirty && !busy);

  return (
    <Page title="Settings" backAction={{ content: "Home", url: "/app" }}>
      <SaveBar id="settings-save-bar" open={dirty}>
        <button
          variant="primary"
          onClick={() => {
            if (proposed !== null) onSave(proposed);
          }}
          disabled={errors !== null}
          {...(busy ? { loading: "" } : {})}
        />
        <button
          onClick={() => {
            setDraft(saved);
          }}
          disabled={busy}
        />
      </SaveBar>
      <BlockStack gap={{ xs: "600", md: "400" }}>
        {notice}
        <SettingsSection
          id="money"
          title="What an order is worth"
          description="Set once, used for every figure: test, cancelled and voided orders never count."
        >
          <MoneyRules
            money={draft.money}
            onChange={(money) => {
              setDraft({ ...draft, money });
            }}
          />
        </SettingsSection>
        <SettingsSection
          id="exclude"
          title="Who and what to leave out"
          description="Wholesale, staff, test accounts: what carries one of these tags counts for nothing."
        >
          <Card>
            <BlockStack gap="400">
              <TagPicker
                label="Customers with one of these tags"
                help="They and their orders are in no figure and in no group."
                tags={tags.customerTags}
                chosen={draft.exclude.customerTags}
                onChange={(customerTags) => {
                  setDraft({ ...draft, exclude: { ...draft.exclude, customerTags } });
                }}
              />
              <TagPicker
                label="Orders with one of these tags"
                help="Only these orders are left out; the customer's others count."
                tags={tags.orderTags}
                chosen={draft.exclude.orderTags}
                onChange={(orderTags) => {
                  setDraft({ ...draft, exclude: { ...draft.exclude, orderTags } });
                }}
              />
            </BlockStack>
          </Card>
        </SettingsSection>
        <SettingsSection
          id="limits"
          title="Limits of the scores"
          description="Where one score ends and the next begins, for recency, frequency and value."
        >
          <Thresholds
            draft={draft}
            errors={errors ?? {}}
            currency={currency}
            onChange={(change) => {
              setDraft({ ...draft, ...change });
            }}
          />
        </SettingsSection>
        <SettingsSection
          id="privacy"
          title="Privacy"
          description="How long copies of customers' data are kept, and what customers asked for."
        >
          <PrivacyCard retention={retention} />
        </SettingsSection>
        <SettingsSection id="shopify" title="From Shopify" description="Read at each sync.">
          <ShopFactsCard currency={currency} timeZone={timeZone} />
        </SettingsSection>
        {dirty && errors === null ? (
          <div className={styles.effect}>
            <EffectCard {...effect} />
          </div>
        ) : null}
      </BlockStack>
    </Page>
  );
}
