import { Text } from "@shopify/polaris";

import type { DraftTest, DraftWindow } from "~/segments/draft/draft";
import { type Read, readTest, readWindow } from "~/segments/draft/readTest";
import { daysOf, realDatesWording } from "~/segments/language/calendar";
import type { DateTest, EventWindow } from "~/segments/language/definition";

import { noNames, useWords } from "../segments/useSentence";
import styles from "./builder.module.css";
import { useBuilder } from "./BuilderContext";

const ofDates = { noun: "date", type: "date", populations: [], source: null } as const;

/** Which days a test of a date or a window stands for today, in the shop's own zone; nothing while it is not finished. */
export function RealDates({ asked }: { asked: DraftTest | DraftWindow }) {
  const { analysisDate, timeZone } = useBuilder();
  const words = useWords(noNames);
  const read: Read<unknown> = "kind" in asked ? readWindow(asked) : readTest(asked, ofDates, 0);
  const dates = read.ok
    ? realDatesWording(daysOf(read.value as DateTest | EventWindow, analysisDate), words)
    : "";
  return (
    <div className={styles.line}>
      <Text as="p" variant="bodySm" tone="subdued">
        {dates === "" ? "\u00a0" : `${dates}, days of ${timeZone.replaceAll("_", " ")}`}
      </Text>
    </div>
  );
}
