import { toggledValue, valuesOf, withValues } from "../../lib/grid/filters";
import { sameValue } from "../../lib/form/values";
import { toFailure } from "../../lib/ipc/failure";
import { Newest } from "../../lib/ipc/newest";
import type { Failure, JsonValue, ListValue } from "../../lib/ipc/types";
import type { ListModel } from "./list.svelte";

/** How many values are offered at once. */
const OFFER = 200;

/** The values that a field can be filtered by, and how many contacts of the list have each. */
export class ValuesModel {
  text = $state("");
  offered: readonly ListValue[] = $state.raw([]);
  /** How many different values there are; more than are offered are found by typing. */
  distinct = $state(0);
  ready = $state(false);
  failure: Failure | null = $state.raw(null);

  /** What was chosen when this was opened stands first, so that it is not looked for. */
  readonly #first: readonly JsonValue[];
  readonly #newest = new Newest();

  constructor(
    private readonly list: ListModel,
    readonly field: string,
  ) {
    this.#first = valuesOf(list.filters, field);
  }

  isChosen(value: JsonValue): boolean {
    return valuesOf(this.list.filters, this.field).some((chosen) => sameValue(chosen, value));
  }

  toggle(value: JsonValue): void {
    this.list.filter(this.field, toggledValue(valuesOf(this.list.filters, this.field), value));
  }

  /** Reads the values that hold the text. */
  async read(text: string): Promise<void> {
    try {
      const found = await this.#newest.run(() => this.#read(text));
      if (found === null) return;
      this.offered = found.offered;
      this.distinct = found.distinct;
      this.failure = null;
      this.ready = true;
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  async #read(text: string): Promise<{ offered: ListValue[]; distinct: number }> {
    const { backend, question } = this.list;
    const { values, distinct } = await backend.listValues(question, this.field, text, OFFER);
    const others = values.filter(({ value }) => value !== null && value !== "");
    if (text !== "") return { offered: others, distinct };
    const first = this.#first.filter((value) => value !== null);
    const pinned = await Promise.all(first.map((value) => this.#counted(value, others)));
    const nothing = await this.#counted(null, []);
    const rest = others.filter(({ value }) => !first.some((other) => sameValue(other, value)));
    const isOffered = nothing.count > 0 || this.#first.includes(null);
    return { offered: [...pinned, ...(isOffered ? [nothing] : []), ...rest], distinct };
  }

  async #counted(value: JsonValue, known: readonly ListValue[]): Promise<ListValue> {
    const found = known.find((other) => sameValue(other.value, value));
    if (found !== undefined) return found;
    const { backend, question } = this.list;
    const filters = withValues(question.filters, this.field, [value]);
    const { matches } = await backend.listContacts({ ...question, filters, offset: 0, limit: 0 });
    return { value, count: matches };
  }
}
