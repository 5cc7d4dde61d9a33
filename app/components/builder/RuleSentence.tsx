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
  elementAt,
  onGoTo,
}: {
  definition: Definition | null;
  words: Words;
  /** Names of what is not in the sentence yet, with where it is. */
  unfinished: readonly { readonly name: string; readonly elementId: string }[];
  /** Where a condition is edited. */
  elementAt: (path: NodePath) => string;
  onGoTo: (elementId: string) => void;
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
                <a
                  key={at}
                  href={`#${elementAt(path)}`}
                  className={styles.phrase}
                  onClick={(event) => {
                    event.preventDefault();
                    onGoTo(elementAt(path));
                  }}
                >
                  {text}
                </a>
              ),
            )}
        {unfinished.map(({ name, elementId }, at) => (
          <span key={at}>
            {at === 0 ? " Not finished: " : ", "}
            <a
              href={`#${elementId}`}
              className={styles.open}
              onClick={(event) => {
                event.preventDefault();
                onGoTo(elementId);
              }}
            >
              {name}
            </a>
          </span>
        ))}
      </p>
    </Card>
  );
}
