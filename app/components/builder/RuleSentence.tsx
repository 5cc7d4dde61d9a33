import { Card, Text } from "@shopify/polaris";

import type { Definition } from "~/segments/language/definition";
import type { NodePath } from "~/segments/language/nodePath";
import { sentenceParts } from "~/segments/language/wording";
import type { Words } from "~/segments/language/words";

import styles from "./builder.module.css";

/** The rule as a sentence, each condition of which leads to where it is edited. */
export function RuleSentence({
  definition,
  words,
  unfinished,
  onGoTo,
}: {
  definition: Definition | null;
  words: Words;
  /** Names of what is not in the sentence yet, with what leads there. */
  unfinished: readonly { readonly name: string; readonly onGoTo: () => void }[];
  onGoTo: (path: NodePath) => void;
}) {
  return (
    <Card>
      <Text as="h2" variant="headingSm" visuallyHidden>
        The rule in words
      </Text>
      <p className={styles.sentence}>
        {definition === null
          ? "This rule cannot be read."
          : sentenceParts(definition, words).map(({ text, path }, at) =>
              path === null ? (
                <span key={at}>{text}</span>
              ) : (
                <button
                  key={at}
                  type="button"
                  className={styles.phrase}
                  onClick={() => {
                    onGoTo(path);
                  }}
                >
                  {text}
                </button>
              ),
            )}
        {unfinished.map(({ name, onGoTo: go }, at) => (
          <span key={at}>
            {at === 0 ? " Not finished: " : ", "}
            <button type="button" className={styles.open} onClick={go}>
              {name}
            </button>
          </span>
        ))}
      </p>
    </Card>
  );
}
