import { definitionVersion } from "./definition";

/** Turns a definition of one version into the next version's. It must keep the meaning. */
export interface Upgrade {
  readonly from: number;
  readonly step: (definition: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** One entry per version that was ever stored, but the newest. */
const upgrades: readonly Upgrade[] = [];

export type Upgraded =
  | { readonly ok: true; readonly definition: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string };

/**
 * Brings a stored definition to this version, one version after the other.
 *
 * @param steps only a test passes its own, with their newest version
 */
export function upgradeDefinition(
  stored: Readonly<Record<string, unknown>>,
  steps: readonly Upgrade[] = upgrades,
  newest: number = definitionVersion,
): Upgraded {
  const { version } = stored;
  if (typeof version !== "number") return { ok: false, message: "The rule does not say its version." };
  if (version > newest) {
    return {
      ok: false,
      message: `This rule was made by a newer version of Quintile (version ${String(version)} of the language, this one knows ${String(newest)}). Update Quintile to use it.`,
    };
  }
  let definition = stored;
  for (let at = version; at < newest; at += 1) {
    const upgrade = steps.find(({ from }) => from === at);
    if (!upgrade) {
      return { ok: false, message: `No version ${String(version)} of the rules' language is known.` };
    }
    definition = { ...upgrade.step(definition), version: at + 1 };
  }
  return { ok: true, definition };
}
