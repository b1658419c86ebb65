import type {
  Failure,
  FieldMetadata,
  Issue,
  JsonValue,
  Layout,
  ObjectMetadata,
  QueryError,
} from "../../ipc/types";
import type { MessageParams } from "../message";
import { type IssueKey, issueIn } from "./issues";
import { type LabelKey, layoutIn, schemaIn, storedLayout } from "./labels";
import { type QueryKey, queryIn } from "./queries";

/** Texts of one language for what the host says in English. */
export type HostTexts = Readonly<Record<LabelKey | IssueKey | QueryKey | FailureKey, string>>;

type FailureKey = "failure.damaged" | "failure.inUse";

/** How a language says what the host says in English. What it cannot say fully from what is known stays English. */
export type HostWords = {
  schema: (schema: ObjectMetadata) => ObjectMetadata;
  layout: (layout: Layout) => Layout;
  /** Parts of a layout as they are stored, for what a person made of a shown one. */
  stored: (changes: Record<string, JsonValue>) => Record<string, JsonValue>;
  issue: (issue: Issue, field: FieldMetadata | undefined) => string;
  failure: (failure: Failure) => Failure;
  /** What is wrong with a search, from the place alone. */
  query: (search: string, wrong: Pick<QueryError, "at" | "length">) => string;
};

/** Puts values into a text of the window's language. */
export type Fill = (text: string, params: MessageParams) => string;

/** The words that a language's texts make. */
export function wordsOf(texts: HostTexts, fill: Fill): HostWords {
  const say = (key: keyof HostTexts, params: MessageParams): string => fill(texts[key], params);
  return {
    schema: (schema) => schemaIn(texts, schema),
    layout: (layout) => layoutIn(texts, layout),
    stored: (changes) => storedLayout(texts, changes),
    issue: (issue, field) => issueIn(say, issue, field) ?? issue.Message,
    failure: (failure) =>
      failure.kind === "failed"
        ? failure
        : { ...failure, message: say(`failure.${failure.kind}`, { message: failure.message }) },
    query: (search, wrong) => queryIn(say, search, wrong),
  };
}
