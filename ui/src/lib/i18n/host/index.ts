import type {
  DeskState,
  Failure,
  FieldMetadata,
  Issue,
  JsonValue,
  Layout,
  ObjectMetadata,
  QueryError,
} from "../../ipc/types";
import { hostWords, t } from "..";

/** A schema with the labels that Kith ships in the window's language. */
export function schemaInWords(schema: ObjectMetadata): ObjectMetadata {
  return hostWords()?.schema(schema) ?? schema;
}

/** A layout with the headings and views that Kith ships in the window's language. */
export function layoutInWords(layout: Layout): Layout {
  return hostWords()?.layout(layout) ?? layout;
}

/** The desk's state as it is shown. */
export function deskInWords(state: DeskState): DeskState {
  return { ...state, schema: schemaInWords(state.schema), layout: layoutInWords(state.layout) };
}

/** Parts of a shown layout as they are stored. */
export function asStored(changes: Record<string, JsonValue>): Record<string, JsonValue> {
  return hostWords()?.stored(changes) ?? changes;
}

/** What an issue says, in the window's language as far as its code and its field say all of it. */
export function issueText(issue: Issue, field: FieldMetadata | undefined): string {
  return hostWords()?.issue(issue, field) ?? issue.Message;
}

/** The same for an issue of which the schema is known. */
export function issueTextIn(issue: Issue, schema: ObjectMetadata): string {
  return issueText(
    issue,
    schema.FieldMetadata.find((field) => field.FieldName === issue.Field),
  );
}

/** A failure as it is told. */
export function failureInWords(failure: Failure): Failure {
  return hostWords()?.failure(failure) ?? failure;
}

/** What is wrong with a search, naming the place. */
export function queryProblem(search: string, { at, length, message }: QueryError): string {
  const words = hostWords();
  if (words !== null) return words.query(search, { at, length });
  const place = search.slice(at, at + length).trim();
  return message.includes(place) ? message : t("list.wrongAt", { place, message });
}
