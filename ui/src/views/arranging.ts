import type { ListModel } from "../features/list/list.svelte";
import { freshName, labelled, viewOf, withView } from "../lib/grid/views";
import { t } from "../lib/i18n";
import type { Backend } from "../lib/ipc/backend";
import type { JsonValue, Layout, Reply, View } from "../lib/ipc/types";

/** What arranging needs of its session. */
export type ArrangingHost = {
  readonly backend: Backend;
  readonly layout: Layout;
  readonly readOnly: boolean;
  readonly list: ListModel;
  /** The answer, or null when the book refused or failed, which has been told then. */
  attempt(call: () => Promise<Reply>): Promise<Reply | null>;
  made(text: string, changeId: string | null): void;
};

/** Keeps in the book's layout what a person arranges at the list: columns, and views under a name. */
export class Arranging {
  /** The columns to be kept next; those of a quick hand are not all of them written. */
  #columns: readonly string[] | null = null;
  #busy = false;

  constructor(private readonly host: ArrangingHost) {}

  /** Keeps the columns of every view that has none of its own. */
  async keepColumns(columns: readonly string[]): Promise<void> {
    if (this.host.readOnly) return;
    this.#columns = columns;
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#take(); next !== null; next = this.#take()) {
      await this.#change({ ListColumns: [...next] }, t("columns.changed"));
    }
    this.#busy = false;
  }

  /** Saves what the list shows under a name, in the place of the saved view of that name. */
  async save(label: string): Promise<void> {
    const { layout } = this.host;
    const name = labelled(layout.SavedViews, label)?.Name ?? freshName(layout);
    await this.#put(viewOf(name, label.trim(), this.host.list.seen));
  }

  /** Makes a saved view what the list shows. */
  async update({ Name, Label }: View): Promise<void> {
    await this.#put(viewOf(Name, Label, this.host.list.seen));
  }

  async rename(view: View, label: string): Promise<void> {
    const Label = label.trim();
    if (Label === "" || Label === view.Label) return;
    const SavedViews = withView(this.host.layout.SavedViews, { ...view, Label });
    await this.#change({ SavedViews }, t("saved.renamed", { name: Label }));
  }

  async remove(view: View): Promise<void> {
    const SavedViews = this.host.layout.SavedViews.filter((other) => other.Name !== view.Name);
    await this.#change({ SavedViews }, t("saved.deleted", { name: view.Label }));
  }

  async #put(view: View): Promise<void> {
    const SavedViews = withView(this.host.layout.SavedViews, view);
    const done = await this.#change({ SavedViews }, t("saved.done", { name: view.Label }));
    if (done) this.host.list.become(view);
  }

  async #change(changes: Record<string, unknown>, done: string): Promise<boolean> {
    const { backend } = this.host;
    const reply = await this.host.attempt(() => backend.changeLayout(changes as Record<string, JsonValue>));
    if (reply !== null) this.host.made(done, reply.changeId);
    return reply !== null;
  }

  #take(): readonly string[] | null {
    const next = this.#columns;
    this.#columns = null;
    return next;
  }
}
