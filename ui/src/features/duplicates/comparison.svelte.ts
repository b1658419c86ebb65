import { SvelteMap } from "svelte/reactivity";
import { formGroups, isWritable } from "../../lib/form/groups";
import { ETAG, EXTERNAL_ID, ID, isSystemField } from "../../lib/form/system";
import { isObject, sameValue } from "../../lib/form/values";
import { toFailure } from "../../lib/ipc/failure";
import { Newest } from "../../lib/ipc/newest";
import type {
  DuplicateContact,
  DuplicatePair,
  Failure,
  FieldMetadata,
  Issue,
  JsonValue,
  Merge,
  RecordData,
} from "../../lib/ipc/types";
import type { DuplicatesHost } from "./host";

/** One of the two contacts of a pair. */
export type Side = "one" | "other";

/** A field of which the two have different values. */
export type Row = { field: FieldMetadata; values: Record<Side, JsonValue> };

/** Two contacts side by side: which of them stays, and whose value each field gets. */
export class Comparison {
  records: Record<Side, RecordData> | null = $state.raw(null);
  /** Whether one of the two is no longer in the book. */
  gone = $state(false);
  failure: Failure | null = $state.raw(null);
  /** Why they were not merged. */
  issues: readonly Issue[] = $state.raw([]);
  /** Whether something that was looked at is another value now. */
  changed = $state(false);
  #stays: Side | null = $state(null);
  readonly #chosen = new SvelteMap<string, Side>();
  readonly #reads = new Newest();

  constructor(
    private readonly host: DuplicatesHost,
    readonly pair: DuplicatePair,
  ) {}

  /** The fields in which the two differ, in the order of the form; those that it hides come last. */
  readonly #different: Row[] = $derived.by(() => {
    const { records } = this;
    if (records === null) return [];
    return this.#fields()
      .map((field) => ({ field, values: valuesOf(records, field.FieldName) }))
      .filter(({ values }) => !sameValue(values.one, values.other));
  });

  /** Those that can be chosen. */
  readonly rows: readonly Row[] = $derived(this.#different.filter(({ field }) => isWritable(field)));

  /** Those that Kith or the platform writes: they stay as they are. */
  readonly kept: readonly FieldMetadata[] = $derived(
    this.#different
      .map(({ field }) => field)
      .filter((field) => !isWritable(field) && !isSystemField(field.FieldName)),
  );

  /** The fields of which both have the same value. */
  readonly same: readonly Row[] = $derived.by(() => {
    const { records } = this;
    if (records === null) return [];
    return this.#fields()
      .filter((field) => !isSystemField(field.FieldName))
      .map((field) => ({ field, values: valuesOf(records, field.FieldName) }))
      .filter(({ values }) => !isEmpty(values.one) && sameValue(values.one, values.other));
  });

  /** Which of the two stays. */
  get stays(): Side {
    return this.#stays ?? (this.records === null ? "one" : proposed(this.records, this.rows));
  }

  get goes(): Side {
    return this.stays === "one" ? "other" : "one";
  }

  /** The ExternalId that no contact has any more once the two are merged. */
  readonly lostKey: string | null = $derived.by(() => {
    const key = this.records?.[this.goes][EXTERNAL_ID];
    return typeof key === "string" ? key : null;
  });

  contact(side: Side): DuplicateContact {
    return side === "one" ? this.pair.One : this.pair.Other;
  }

  /** Whose value a field gets: as was chosen, else that of the one that stays, unless it has none. */
  choice({ field, values }: Row): Side {
    return this.#chosen.get(field.FieldName) ?? (isEmpty(values[this.stays]) ? this.goes : this.stays);
  }

  choose(row: Row, side: Side): void {
    this.#chosen.set(row.field.FieldName, side);
  }

  keep(side: Side): void {
    this.#stays = side;
  }

  /** Reads both as they are now. What was chosen stays where the values are the same. */
  async read(): Promise<void> {
    this.failure = null;
    try {
      const read = await this.#reads.run(() =>
        Promise.all([this.#readOne(this.pair.One), this.#readOne(this.pair.Other)]),
      );
      if (read === null) return;
      const [one, other] = read;
      this.gone = one === null || other === null;
      if (one === null || other === null) return;
      const before = this.records;
      this.records = { one, other };
      if (before !== null) this.#forgetOutdated(before);
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  /** What merging them as chosen asks for. */
  request(): Merge | null {
    const { records, stays, goes } = this;
    if (records === null) return null;
    return {
      stays: text(records[stays][ID]),
      staysEtag: text(records[stays][ETAG]),
      goes: text(records[goes][ID]),
      goesEtag: text(records[goes][ETAG]),
      take: this.rows.filter((row) => this.choice(row) === goes).map(({ field }) => field.FieldName),
    };
  }

  #fields(): FieldMetadata[] {
    const { schema, layout } = this.host;
    const shown = formGroups(schema, layout).flatMap((group) => group.fields);
    const hidden = schema.FieldMetadata.filter(
      (field) => field.ReadAccess !== "None" && !shown.includes(field),
    );
    return [...shown, ...hidden];
  }

  async #readOne({ Id }: DuplicateContact): Promise<RecordData | null> {
    const { answer } = await this.host.backend.readContact({ by: ID, value: Id });
    return answer.Success && isObject(answer.Data) ? (answer.Data as RecordData) : null;
  }

  #forgetOutdated(before: Record<Side, RecordData>): void {
    const { records } = this;
    if (records === null) return;
    for (const side of ["one", "other"] as const) {
      for (const name of Object.keys(records[side])) {
        if (isSystemField(name) || sameValue(before[side][name] ?? null, records[side][name] ?? null))
          continue;
        this.#chosen.delete(name);
        this.changed = true;
      }
    }
  }
}

function valuesOf(records: Record<Side, RecordData>, name: string): Record<Side, JsonValue> {
  return { one: records.one[name] ?? null, other: records.other[name] ?? null };
}

/** The one that the CRM knows, else the one with more values, else the older one. */
function proposed(records: Record<Side, RecordData>, rows: readonly Row[]): Side {
  const known = (side: Side): number => (isEmpty(records[side][EXTERNAL_ID] ?? null) ? 0 : 1);
  const filled = (side: Side): number => rows.filter(({ values }) => !isEmpty(values[side])).length;
  const older = text(records.one["CreatedDate"]) <= text(records.other["CreatedDate"]) ? 1 : -1;
  const better = known("one") - known("other") || filled("one") - filled("other") || older;
  return better >= 0 ? "one" : "other";
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
