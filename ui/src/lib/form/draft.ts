import type { JsonValue, KeptDraft, ObjectMetadata, RecordData } from "../ipc/types";
import { type Composition, followers } from "./composed";
import { blankRecord, isWritable } from "./groups";
import { ETAG, EXTERNAL_ID, isSystemField } from "./system";
import { fromText, sameValue } from "./values";

/** Whose value a contested field is to have. */
export type Side = "mine" | "theirs";

/**
 * What a person has made of a record and not saved: the values it was read with, the edited ones, and which of the
 * edits the desk proposed itself. A draft is a value: every function here gives a new one.
 */
export type Draft = {
  readonly base: RecordData;
  readonly edits: RecordData;
  /** Edited fields that followed another field and were not touched by hand. */
  readonly proposed: ReadonlySet<string>;
  /** Edited fields that somebody else changed meanwhile. */
  readonly contested: ReadonlySet<string>;
  /** The record as it is stored now; another than `base` only while something is contested. */
  readonly theirs: RecordData;
  /** What the person has chosen of what is contested; it can be chosen anew until it is saved. */
  readonly chosen: ReadonlyMap<string, Side>;
  /** Fields without an edit that changed meanwhile and show what is stored now. */
  readonly taken: ReadonlySet<string>;
};

const NOTHING_CONTESTED: Pick<Draft, "contested" | "chosen" | "taken"> = {
  contested: new Set(),
  chosen: new Map(),
  taken: new Set(),
};

/** A draft without edits. */
export function draftOf(base: RecordData): Draft {
  return { base, edits: {}, proposed: new Set(), theirs: base, ...NOTHING_CONTESTED };
}

/** The value of a field as the form shows it. */
export function valueOf(draft: Draft, field: string): JsonValue {
  if (draft.chosen.get(field) === "theirs") return draft.theirs[field] ?? null;
  return draft.edits[field] ?? (field in draft.edits ? null : (draft.base[field] ?? null));
}

/** A draft that was kept, on the record as it is stored now: what was edited on both sides meanwhile is contested. */
export function restore(kept: KeptDraft, stored: RecordData): Draft {
  return rebase(pastOf(kept, stored), stored);
}

/** A kept draft whose record is gone, on what is known of it. */
export function pastOf(kept: KeptDraft, known: RecordData): Draft {
  const base = { ...known, ...kept.base, [ETAG]: kept.etag };
  const proposed = new Set(kept.proposed.filter((name) => name in kept.edits));
  return { base, edits: kept.edits, proposed, theirs: base, ...NOTHING_CONTESTED };
}

/** What is kept of a draft: the edits, and what they were made on. */
export function keptOf(draft: Draft): Pick<KeptDraft, "etag" | "base" | "edits" | "proposed"> {
  const etag = draft.base[ETAG];
  const base = Object.fromEntries(changedFields(draft).map((name) => [name, draft.base[name] ?? null]));
  return {
    etag: typeof etag === "string" ? etag : null,
    base,
    edits: { ...draft.edits },
    proposed: [...draft.proposed],
  };
}

/** The names of the edited fields. */
export function changedFields(draft: Draft): string[] {
  return Object.keys(draft.edits);
}

/** A field given a new value by hand; composed fields follow it as proposals. */
export function edit(
  draft: Draft,
  field: string,
  value: JsonValue,
  rules: readonly Composition[] = [],
  fromNothing = false,
): Draft {
  const before = { ...draft.base, ...draft.edits };
  let next = put(draft, field, value, false);
  const after = { ...next.base, ...next.edits };
  for (const follower of followers(rules, field, before, after, fromNothing)) {
    next = put(next, follower.field, fromText(follower.text), true);
  }
  return next;
}

/** A field back at the value it was read with. */
export function revert(draft: Draft, field: string, rules: readonly Composition[] = []): Draft {
  return edit(draft, field, draft.base[field] ?? null, rules);
}

/** The request body: only the edited fields, in the order of `order`, and the lock when it is asked for. */
export function bodyOf(draft: Draft, order: readonly string[], withLock: boolean): Record<string, JsonValue> {
  const rank = new Map(order.map((name, index) => [name, index]));
  const names = changedFields(draft).sort((a, b) => (rank.get(a) ?? Infinity) - (rank.get(b) ?? Infinity));
  const body: Record<string, JsonValue> = {};
  for (const name of names) body[name] = draft.edits[name] ?? null;
  if (withLock && ETAG in draft.base) body[ETAG] = draft.base[ETAG] ?? null;
  return body;
}

/**
 * The record changed elsewhere. Untouched fields show the new values. If an edited field changed too, it is contested:
 * the draft keeps the lock it was read with, so that a save is refused instead of overwriting unseen work.
 */
export function rebase(draft: Draft, fresh: RecordData): Draft {
  const contested = changedFields(draft).filter(
    (name) => !sameValue(draft.base[name], fresh[name]) && !sameValue(draft.edits[name], fresh[name]),
  );
  const next = reload(draft, fresh);
  const taken = changedFields(next).length === 0 ? [] : [...draft.taken, ...changedElsewhere(draft, fresh)];
  if (contested.length === 0) return { ...next, taken: new Set(taken) };
  const base: Record<string, JsonValue> = { ...fresh };
  for (const name of [...contested, ETAG]) base[name] = draft.base[name] ?? null;
  const stays = (name: string): boolean =>
    contested.includes(name) && sameValue(draft.theirs[name], fresh[name]);
  const chosen = new Map([...draft.chosen].filter(([name]) => stays(name)));
  return { ...next, base, contested: new Set(contested), chosen, taken: new Set(taken) };
}

/** A contested field with a side chosen for it. */
export function choose(draft: Draft, field: string, side: Side): Draft {
  if (!draft.contested.has(field)) return draft;
  return { ...draft, chosen: new Map([...draft.chosen, [field, side]]) };
}

/** The contested fields that no side is chosen for. */
export function undecided(draft: Draft): string[] {
  return [...draft.contested].filter((name) => !draft.chosen.has(name));
}

/** What is to be saved of a draft: with a side chosen for all that is contested, against what is stored now. */
export function decided(draft: Draft): Draft {
  if (draft.contested.size === 0 || undecided(draft).length > 0) return draft;
  const kept = changedFields(draft).filter((name) => draft.chosen.get(name) !== "theirs");
  return reload(pick(draft, kept), draft.theirs);
}

/** The record read anew on the person's own word: every edit is kept and now stands against the new values. */
export function reload(draft: Draft, fresh: RecordData): Draft {
  const kept = changedFields(draft).filter((name) => !sameValue(draft.edits[name], fresh[name]));
  return { ...pick(draft, kept), base: fresh, theirs: fresh, ...NOTHING_CONTESTED };
}

/** After a save: what was sent is stored now; what was typed while it travelled stays an edit. */
export function settle(draft: Draft, sent: RecordData, stored: RecordData): Draft {
  const kept = changedFields(draft).filter(
    (name) =>
      !(name in sent && sameValue(sent[name], draft.edits[name])) &&
      !sameValue(draft.edits[name], stored[name]),
  );
  return { ...pick(draft, kept), base: stored, theirs: stored, ...NOTHING_CONTESTED };
}

/** The draft of a new record that holds everything this one shows and a person may write, its key included. */
export function draftAnew(schema: ObjectMetadata, shown: Draft): Draft {
  const kept = schema.FieldMetadata.filter((field) => isWritable(field) || field.FieldName === EXTERNAL_ID);
  return kept.reduce(
    (draft, { FieldName }) => edit(draft, FieldName, valueOf(shown, FieldName)),
    draftOf(blankRecord(schema)),
  );
}

function put(draft: Draft, field: string, value: JsonValue, proposed: boolean): Draft {
  const others = changedFields(draft).filter((name) => name !== field);
  const next = pick(draft, others);
  if (sameValue(value, draft.base[field] ?? null)) return agreed(next);
  const marks = new Set(next.proposed);
  if (proposed) marks.add(field);
  const { contested } = draft;
  // A hand that goes on in the field has changed its mind, if it was made up.
  const chosen = draft.chosen.has(field)
    ? new Map([...draft.chosen, [field, "mine" as const]])
    : draft.chosen;
  return { ...next, edits: { ...next.edits, [field]: value }, proposed: marks, contested, chosen };
}

function pick(draft: Draft, names: readonly string[]): Draft {
  const edits = Object.fromEntries(names.map((name) => [name, draft.edits[name] ?? null]));
  const keep = (set: ReadonlySet<string>): Set<string> => new Set([...set].filter((name) => name in edits));
  const chosen = new Map([...draft.chosen].filter(([name]) => name in edits));
  return { ...draft, edits, proposed: keep(draft.proposed), contested: keep(draft.contested), chosen };
}

/** The fields without an edit that hold another value now; those that Kith writes itself tell nothing. */
function changedElsewhere(draft: Draft, fresh: RecordData): string[] {
  const names = new Set([...Object.keys(draft.base), ...Object.keys(fresh)]);
  return [...names].filter(
    (name) => !isSystemField(name) && !(name in draft.edits) && !sameValue(draft.base[name], fresh[name]),
  );
}

/** With nothing contested any more the edits stand against what is stored now. */
function agreed(draft: Draft): Draft {
  return draft.contested.size === 0 && draft.theirs !== draft.base ? reload(draft, draft.theirs) : draft;
}
