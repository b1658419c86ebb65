import type { Component } from "svelte";
import CheckboxControl from "../../components/controls/CheckboxControl.svelte";
import DateControl from "../../components/controls/DateControl.svelte";
import ImageControl from "../../components/controls/ImageControl.svelte";
import LongTextControl from "../../components/controls/LongTextControl.svelte";
import MultiPicklistControl from "../../components/controls/MultiPicklistControl.svelte";
import NumberControl from "../../components/controls/NumberControl.svelte";
import PicklistControl from "../../components/controls/PicklistControl.svelte";
import type { ControlProps } from "../../components/controls/props";
import ReadOnlyControl from "../../components/controls/ReadOnlyControl.svelte";
import ReferenceControl from "../../components/controls/ReferenceControl.svelte";
import TextControl from "../../components/controls/TextControl.svelte";
import ThreeWayControl from "../../components/controls/ThreeWayControl.svelte";
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
