import type { ReactNode } from "react";

import styles from "./Facts.module.css";

export interface Fact {
  readonly term: string;
  readonly value: ReactNode;
  /** What makes the value say something. */
  readonly beside?: string | null;
}

/** Terms and what they are for somebody; side by side where there is room. */
export function Facts({ facts, look }: { facts: readonly Fact[]; look: "tiles" | "rows" }) {
  return (
    <dl className={styles.facts} data-look={look}>
      {facts.map(({ term, value, beside }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            <span className={styles.value}>{value}</span>
            {beside === undefined || beside === null ? null : <span className={styles.beside}>{beside}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
