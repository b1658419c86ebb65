import type { Component } from "svelte";
import CheckboxControl from "./CheckboxControl.svelte";
import DateControl from "./DateControl.svelte";
import ImageControl from "./ImageControl.svelte";
import LongTextControl from "./LongTextControl.svelte";
import MultiPicklistControl from "./MultiPicklistControl.svelte";
import NumberControl from "./NumberControl.svelte";
import PicklistControl from "./PicklistControl.svelte";
import type { ControlProps } from "./props";
import ReadOnlyControl from "./ReadOnlyControl.svelte";
import ReferenceControl from "./ReferenceControl.svelte";
import TextControl from "./TextControl.svelte";
import ThreeWayControl from "./ThreeWayControl.svelte";
import type { ControlKind } from "../../lib/form/controls";

/** The component that draws each kind of control. */
export const CONTROLS: Record<ControlKind, Component<ControlProps>> = {
  text: TextControl,
  longText: LongTextControl,
  number: NumberControl,
  date: DateControl,
  threeWay: ThreeWayControl,
  checkbox: CheckboxControl,
  picklist: PicklistControl,
  multiPicklist: MultiPicklistControl,
  reference: ReferenceControl,
  image: ImageControl,
  readOnly: ReadOnlyControl,
};

/** Kinds whose label cannot point at one input: they are groups, named by the label. */
export const GROUP_KINDS: ReadonlySet<ControlKind> = new Set(["threeWay", "multiPicklist", "readOnly"]);
