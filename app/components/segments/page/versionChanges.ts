import type { SegmentVersion } from "~/segments/activity/activity";
import { differenceOf } from "~/segments/language/difference";
import { differenceWording } from "~/segments/language/differenceWording";
import type { Words } from "~/segments/language/words";

/** What a version of a segment has that the one before it had not, a sentence each. */
export function versionChanges(version: SegmentVersion, before: SegmentVersion, words: Words): string[] {
  return [
    ...(version.name === before.name ? [] : [`Renamed from “${before.name}” to “${version.name}”.`]),
    ...(version.description === before.description ? [] : [describedWords(version.description)]),
    ...ruleChanges(version, before, words),
  ];
}

function describedWords(description: string): string {
  return description === "" ? "The description was taken out." : "The description was changed.";
}

function ruleChanges(version: SegmentVersion, before: SegmentVersion, words: Words): string[] {
  if (version.definition === null || before.definition === null) {
    return ["What changed in the rule cannot be told, as one of the two versions cannot be read."];
  }
  return differenceWording(differenceOf(before.definition, version.definition), words);
}
