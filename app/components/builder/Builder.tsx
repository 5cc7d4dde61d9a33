import { useNavigate, useRevalidator } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, InlineStack, Page } from "@shopify/polaris";
import { useMemo, useState } from "react";

import { type Draft, nodesOf } from "~/segments/draft/draft";
import { emptyDraft, ruleDraftOf } from "~/segments/draft/draftOf";
import { readDraft } from "~/segments/draft/readDraft";
import { nameFor } from "~/segments/language/naming";
import { nodeAt, type NodePath } from "~/segments/language/nodePath";
import { phraseOf } from "~/segments/language/wording";
import type { PreviewRequest } from "~/segments/preview/preview";
import { freeName } from "~/segments/segmentWords";

import { postJson } from "../postJson";
import { useWords } from "../segments/useSentence";
import { useLeaveGuard } from "../useLeaveGuard";
import styles from "./builder.module.css";
import { BuilderProvider, type BuilderParts, conditionElementId } from "./BuilderContext";
import type { BuilderData, KeptDraft, SaveRequest } from "~/segments/draft/builderData";
import { BuilderNotices } from "./BuilderNotices";
import { DraftBar, LeaveOutCard, NameCard, WhoCard } from "./Cards";
import { CheckCard } from "./CheckCard";
import { pickerElementId } from "./ConditionList";
import { nameOfCondition } from "./ConditionRow";
import { ConflictBanner } from "./ConflictBanner";
import { PastCard } from "./PastCard";
import { PeopleCard } from "./PeopleCard";
import { RuleSentence } from "./RuleSentence";
import { SimilarNotice } from "./SimilarNotice";
import { ChangeCard, CountOnTop, Summary } from "./Summary";
import { useDraft, useFocusNext } from "./useDraft";
import { useFunnel } from "./useFunnel";
import { draftAddress, useKeptDraft } from "./useKeptDraft";
import { useMetafields } from "./useMetafields";
import { useNames } from "./useNames";
import { usePreview } from "../segments/usePreview";
import { useSave } from "./useSave";

/** Long enough to take two quick keys together, short enough that the count follows the hand. */
const countPause = 100;

/** Makes or edits a segment: the rule as a sentence, its conditions, and what it comes to with every change. */
export function Builder({ data }: { data: BuilderData }) {
  const { segment, start, digits } = data;
  const segmentId = segment?.id ?? null;
  const backTo = segment === null ? "/app/segments" : `/app/segments/${String(segment.id)}`;
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const shopify = useAppBridge();
  const stored = useMemo(() => draftOf(segment, digits), [segment, digits]);
  const [begun] = useState(() => draftOf(start, digits));
  const [startedFrom, setStartedFrom] = useState(data.startedFrom);
  const [restored, setRestored] = useState(() => keptDraftOf(data, stored));
  const { draft, change, undo, redo, canUndo, canRedo } = useDraft(restored?.draft ?? begun);
  // What came back may be of an older version than what is stored: then saving tells what changed since.
  const [base, setBase] = useState(restored === null ? (segment?.version ?? null) : restored.baseVersion);
  const [tried, setTried] = useState(false);
  const focusNext = useFocusNext();
  const names = useNames(data.names, data.segments);
  const words = useWords(names.known);
  const metafields = useMetafields();

  const read = useMemo(() => readDraft(draft, digits), [draft, digits]);
  const dirty = !isSame(draft, stored);
  const proposed =
    read.definition === null
      ? ""
      : freeName(
          nameFor(read.definition, words),
          data.segments.map(({ name }) => name),
        );
  const save = useSave({
    onSaved: (id) => {
      shopify.toast.show("Segment saved");
      navigate(`/app/segments/${String(id)}`);
    },
  });
  const leaving = save.state === "saved";
  // Of what was begun for somebody and not touched nothing can be lost.
  const isUntouched = restored === null && draft === begun;
  useLeaveGuard(dirty && !leaving && !isUntouched);
  // What is kept already is not replaced by a page that somebody only looks at.
  const keptElsewhere = isUntouched && startedFrom !== null ? data.kept : null;
  const { kept, settled } = useKeptDraft(dirty ? draft : null, {
    segmentId,
    baseVersion: base,
    paused: save.state !== "idle" || keptElsewhere !== null,
  });

  const request: PreviewRequest | null =
    read.definition === null ? null : { definition: read.definition, segmentId };
  const count = usePreview("count", request, countPause);
  const stepOf = useFunnel(request, read.paths);
  const conflict = save.refused?.conflict ?? null;
  const newest = count.preview?.stored ?? null;
  const overtaken =
    conflict === null && base !== null && newest !== null && newest.version > base ? newest : null;

  const parts: BuilderParts = {
    draft,
    edit: (how, what, focus) => {
      change(how, what ?? null);
      if (focus === undefined) return;
      focusNext(typeof focus === "string" ? conditionElementId(focus) : pickerElementId(focus));
    },
    digits,
    currency: data.currency,
    analysisDate: data.analysisDate,
    timeZone: data.timeZone,
    segments: data.segments.filter(({ id }) => id !== segment?.id),
    metafields,
    nameOf: names.nameOf,
    learnName: names.learnName,
    stepOf,
    lackOf: (id) => read.lacks.find((lack) => lack.id === id),
    tried,
  };

  const trySave = (target: Pick<SaveRequest, "segmentId" | "base">) => {
    setTried(true);
    const [lack] = read.lacks;
    if (lack !== undefined || read.definition === null) {
      if (lack !== undefined) focusNext(conditionElementId(lack.id));
      return;
    }
    const name = draft.name.trim() === "" && segment === null ? proposed : draft.name;
    // A draft that is still being kept would come back after it was saved.
    save.start(settled, {
      ...target,
      name,
      description: draft.description,
      definition: read.definition,
    });
  };
  const discard = () => {
    change(() => stored, null);
    setBase(segment?.version ?? null);
    setTried(false);
    setRestored(null);
    setStartedFrom(null);
    save.forget();
    // Of a new segment that was begun from something nothing is left to work on.
    if (segment === null && startedFrom !== null) navigate(backTo);
  };

  const takeTheirs = async () => {
    discard();
    // Else it would be brought back by the page that is loaded next.
    await settled();
    await postJson(draftAddress, { segmentId }, { method: "DELETE" });
    revalidate();
  };
  const errorOf = (field: "name" | "description") =>
    save.refused?.field === field ? save.refused.message : undefined;

  const elementAt = (path: NodePath): string => {
    const found = [...read.paths].find(([, at]) => at.join(".") === path.join("."));
    return conditionElementId(found?.[0] ?? "");
  };
  const nodes = nodesOf(draft);
  const unfinished = read.lacks.map(({ id }) => {
    const node = nodes.find((candidate) => candidate.id === id);
    return {
      name: node === undefined || node.kind === "group" ? "an empty group" : nameOfCondition(node),
      elementId: conditionElementId(id),
    };
  });
  const phraseAt = (path: NodePath): string => {
    const node = read.definition && nodeAt(read.definition, path);
    return node && node.kind !== "group" ? phraseOf(node, words) : "match another condition";
  };
  const title = segment === null ? "New segment" : `Edit ${segment.name}`;

  return (
    <Page title={title} backAction={{ content: "Back", url: backTo }} fullWidth>
      <SaveBar id="segment-save-bar" open={dirty && !leaving}>
        <button
          variant="primary"
          onClick={() => {
            trySave({ segmentId, base });
          }}
          {...(save.state === "saving" ? { loading: "" } : {})}
        />
        <button onClick={discard} disabled={save.state === "saving"} />
      </SaveBar>
      <BuilderProvider value={parts}>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="center">
            <DraftBar kept={kept} canUndo={canUndo} canRedo={canRedo} onUndo={undo} onRedo={redo} />
          </InlineStack>
          <BuilderNotices
            segment={segment}
            startedFrom={startedFrom}
            keptElsewhere={keptElsewhere}
            restored={restored}
            overtaken={overtaken}
            problem={
              read.problem ??
              (save.refused?.field === null && conflict === null ? save.refused.message : null)
            }
            onForgetRestored={discard}
            onSaveAsNew={
              save.refused?.gone === true
                ? () => {
                    trySave({ segmentId: null, base: null });
                  }
                : null
            }
          >
            {segment === null || conflict === null ? null : (
              <ConflictBanner
                conflict={conflict}
                edited={segment}
                words={words}
                saving={save.state === "saving"}
                onOverrule={() => {
                  trySave({ segmentId, base: conflict.version });
                }}
                onTakeTheirs={() => {
                  void takeTheirs();
                }}
              />
            )}
          </BuilderNotices>
          <div className={styles.layout}>
            <div className={styles.sentenceCard}>
              <RuleSentence
                definition={read.definition}
                words={words}
                unfinished={unfinished}
                elementAt={elementAt}
                onGoTo={focusNext}
              />
            </div>
            <div className={styles.aside}>
              <div className={styles.sticking}>
                <BlockStack gap="400">
                  <Summary count={count} unfinished={read.lacks.length} />
                  {segment === null ? null : <ChangeCard count={count} users={segment.users} />}
                  <SimilarNotice request={nodes.length === 0 ? null : request} />
                </BlockStack>
              </div>
            </div>
            <div className={styles.main}>
              <BlockStack gap="400">
                <WhoCard isEdited={segment !== null} />
                <LeaveOutCard />
                <NameCard
                  proposed={segment === null ? proposed : null}
                  errors={{ name: errorOf("name"), description: errorOf("description") }}
                />
              </BlockStack>
              <CountOnTop count={count} />
            </div>
            <div className={styles.below}>
              <BlockStack gap="400">
                <PastCard request={request} />
                <PeopleCard request={request} phraseAt={phraseAt} />
                <CheckCard request={request} words={words} />
              </BlockStack>
            </div>
          </div>
        </BlockStack>
      </BuilderProvider>
    </Page>
  );
}

/** What is stored, or begun from, as a draft. */
function draftOf(
  contents: Pick<BuilderData["start"], "name" | "description" | "definition"> | null,
  digits: number,
): Draft {
  if (contents === null) return emptyDraft;
  const { name, description, definition } = contents;
  const rule = definition === null ? emptyDraft : ruleDraftOf(definition, digits);
  return { name, description, include: rule.include, exclude: rule.exclude };
}

/** A draft that was kept, where it differs from what is stored and nothing else was asked for. */
function keptDraftOf({ kept, startedFrom }: BuilderData, stored: Draft): KeptDraft | null {
  if (kept === null || startedFrom !== null) return null;
  return isSame(kept.draft, stored) ? null : kept;
}

function isSame(a: Draft, b: Draft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
