import { BlockStack, InlineStack, Tag, Text } from "@shopify/polaris";

import type { CustomerProfile } from "~/customers/profile";
import { fieldOf } from "~/segments/language/fields";

import { countryName } from "../segments/useSentence";
import type { ShopFormat } from "../format";
import { useFormat } from "../ShopFormatContext";
import { Facts, type Fact } from "./Facts";
import { languageName } from "./languageName";
import styles from "./WhoTheyAre.module.css";

/** What is known of somebody besides their orders. */
export function WhoTheyAre({ profile }: { profile: CustomerProfile }) {
  const format = useFormat();
  const { tags, note } = profile;
  return (
    <BlockStack gap="300">
      <Facts facts={factsOf(profile, format)} look="rows" />
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          Tags
        </Text>
        {tags.length === 0 ? (
          <Text as="p" tone="subdued">
            None
          </Text>
        ) : (
          <InlineStack gap="100">
            {tags.map((tag) => (
              <Tag key={tag}>{tag}</Tag>
            ))}
          </InlineStack>
        )}
      </BlockStack>
      {note === null || note.trim() === "" ? null : (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            Note
          </Text>
          <p className={styles.note} tabIndex={0}>
            {note}
          </p>
        </BlockStack>
      )}
    </BlockStack>
  );
}

function factsOf(profile: CustomerProfile, format: ShopFormat): Fact[] {
  const { email, phone, city, provinceCode, countryCode, language, accountState, taxExempt } = profile;
  const place = [city, provinceCode, countryCode === null ? null : countryName(countryCode)].filter(
    (part) => part !== null && part !== "",
  );
  const account = fieldOf("account_state").choices?.find(({ value }) => value === accountState);
  return [
    { term: "Email", value: known(email) },
    { term: "Phone", value: known(phone) },
    { term: "Place", value: known(place.join(", ")) },
    { term: "Language", value: known(language === null ? null : languageName(language)) },
    { term: "Customer account", value: known(account?.label ?? accountState) },
    ...(taxExempt ? [{ term: "Tax", value: "Exempt" }] : []),
    { term: "Customer since", value: format.dayOf(profile.createdAt) },
  ];
}

function known(text: string | null) {
  return text === null || text === "" ? "Not known" : <bdi>{text}</bdi>;
}
