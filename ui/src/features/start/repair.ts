import { type MessageKey, t } from "../../lib/i18n";
import type { Diagnosis } from "../../lib/ipc/types";

/** One part of the report of a repair. */
export type Part = { heading: MessageKey; lines: string[] };

/** What was saved, what was not, where the damaged parts are; without what there is nothing to say of. */
export function partsOf(found: Diagnosis): Part[] {
  const repaired = found.Repaired;
  const lost = repaired?.Lost.map(({ First, Last }) =>
    t("repair.lostRun", { first: First, last: Last, count: Last - First + 1 }),
  );
  const parts: Part[] = [
    { heading: "repair.saved", lines: [savedIn(found), ...(repaired?.Done ?? [])] },
    { heading: "repair.lost", lines: [...(lost ?? []), ...(repaired?.Doubtful ?? [])] },
    { heading: "repair.wrong", lines: found.Problems },
    {
      heading: "repair.kept",
      lines: [repaired?.Replaced, repaired?.Backup].filter((path) => path !== null && path !== undefined),
    },
  ];
  return parts.filter((part) => part.lines.length > 0);
}

/** The report as text, to be kept. */
export function textOf(found: Diagnosis): string {
  return partsOf(found)
    .map(({ heading, lines }) => [t(heading), ...lines.map((line) => `- ${line}`)].join("\n"))
    .join("\n\n");
}

function savedIn(found: Diagnosis): string {
  const changes = t("repair.changes", { count: found.Changes ?? 0 });
  return `${t("list.count", { total: found.Contacts ?? 0 })}, ${changes}`;
}
