import { takeFault, type Fault, type FaultOf } from "../faults";

type FileFault = FaultOf<"bulkFile">;

/** What goes wrong with one file; several at once may. */
export type FileFaults = { [Effect in FileFault["effect"]]?: Extract<FileFault, { effect: Effect }> };

/** Takes one of each waiting file fault that applies to a bulk query over `rootField`. */
export function takeFileFaults(faults: Fault[], rootField: string): FileFaults {
  const taken: FileFaults = {};
  const effects = ["truncate", "corruptLine", "dropRows", "patchRow"] as const;
  for (const effect of effects) {
    const fault = takeFault(
      faults,
      "bulkFile",
      (candidate) =>
        candidate.effect === effect &&
        (candidate.rootField === undefined || candidate.rootField === rootField),
    );
    if (fault) Object.assign(taken, { [effect]: fault });
  }
  return taken;
}
