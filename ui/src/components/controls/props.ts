import type { Suggestion } from "../../lib/form/suggest";
import type { FieldMetadata, JsonValue, PicklistMetadata } from "../../lib/ipc/types";

/** What every control is given: it shows a value and hands on what the person makes of it, nothing more. */
export type ControlProps = {
  /** The id its label points to and a summary jumps to. */
  id: string;
  labelId: string;
  describedBy: string;
  field: FieldMetadata;
  value: JsonValue;
  readOnly: boolean;
  invalid: boolean;
  oninput: (value: JsonValue) => void;
  picklist?: PicklistMetadata | undefined;
  suggest?: ((text: string) => Promise<Suggestion[]>) | undefined;
};
