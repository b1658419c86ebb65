import type { JsonValue, KeptDraft, ObjectMetadata, RecordData } from "../ipc/types";
import { type Composition, followers } from "./composed";
import { blankRecord, isWritable } from "./groups";
import { ETAG, EXTERNAL_ID } from "./system";
import { fromText, sameValue } from "./values";

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
};

/** A draft without edits. */
export function draftOf(base: RecordData): Draft {
  return { base, edits: {}, proposed: new Set(), contested: new Set(), theirs: base };
}

/** The value of a field as the form shows it. */
export function valueOf(draft: Draft, field: string): JsonValue {
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
  return { base, edits: kept.edits, proposed, contested: new Set(), theirs: base };
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
  if (contested.length === 0) return next;
  const base: Record<string, JsonValue> = { ...fresh };
  for (const name of [...contested, ETAG]) base[name] = draft.base[name] ?? null;
  return { ...next, base, contested: new Set(contested) };
}

/** A contested field decided: with my edit kept, or with theirs in its place. After the last one the lock is fresh. */
export function decide(draft: Draft, field: string, mine: boolean): Draft {
  if (!draft.contested.has(field)) return draft;
  const next = mine
    ? draft
    : pick(
        draft,
        changedFields(draft).filter((name) => name !== field),
      );
  const contested = new Set([...next.contested].filter((name) => name !== field));
  const base = { ...draft.base, [field]: draft.theirs[field] ?? null };
  return agreed({ ...next, base, contested });
}

/** The record read anew on the person's own word: every edit is kept and now stands against the new values. */
export function reload(draft: Draft, fresh: RecordData): Draft {
  const kept = changedFields(draft).filter((name) => !sameValue(draft.edits[name], fresh[name]));
  return { ...pick(draft, kept), base: fresh, contested: new Set(), theirs: fresh };
}

/** After a save: what was sent is stored now; what was typed while it travelled stays an edit. */
export function settle(draft: Draft, sent: RecordData, stored: RecordData): Draft {
  const kept = changedFields(draft).filter(
    (name) =>
      !(name in sent && sameValue(sent[name], draft.edits[name])) &&
      !sameValue(draft.edits[name], stored[name]),
  );
  return { ...pick(draft, kept), base: stored, contested: new Set(), theirs: stored };
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
  return { ...next, edits: { ...next.edits, [field]: value }, proposed: marks, contested: draft.contested };
}

function pick(draft: Draft, names: readonly string[]): Draft {
  const edits = Object.fromEntries(names.map((name) => [name, draft.edits[name] ?? null]));
  const keep = (set: ReadonlySet<string>): Set<string> => new Set([...set].filter((name) => name in edits));
  const { base, theirs } = draft;
  return { base, edits, proposed: keep(draft.proposed), contested: keep(draft.contested), theirs };
}

/** With nothing contested any more the edits stand against what is stored now. */
function agreed(draft: Draft): Draft {
  return draft.contested.size === 0 && draft.theirs !== draft.base ? reload(draft, draft.theirs) : draft;
}
