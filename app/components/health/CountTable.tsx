import { BlockStack, Link, Text } from "@shopify/polaris";

import { useFormat } from "../ShopFormatContext";
import styles from "./lists.module.css";

export interface CountRow {
  readonly id: string;
  readonly title: string;
  /** Why, or what it means. */
  readonly text?: string;
  readonly count: number;
  /** What the rows add up to, or what they are taken from. */
  readonly isSum?: boolean;
  readonly link?: { readonly label: string; readonly to: string };
}

/** Numbers with what they mean, one below the other. */
export function CountTable({ caption, rows }: { caption: string; rows: readonly CountRow[] }) {
  const format = useFormat();
  return (
    <table className={styles.table}>
      <caption className={styles.spoken}>{caption}</caption>
      <tbody>
        {rows.map(({ id, title, text, count, isSum = false, link }) => (
          <tr key={id} data-sum={isSum}>
            <th scope="row">
              <BlockStack>
                <span>{title}</span>
                {text === undefined ? null : (
                  <Text as="span" variant="bodySm" tone="subdued" fontWeight="regular">
                    {text}
                  </Text>
                )}
                {link === undefined ? null : <Link url={link.to}>{link.label}</Link>}
              </BlockStack>
            </th>
            <td>{format.count(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
