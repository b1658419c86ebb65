import contact from "../../../../../src-tauri/crates/model/schema/contact.json";
import shippedLayout from "../../../../../src-tauri/crates/model/schema/layout.json";
import type { Layout, ObjectMetadata } from "../types";

/** The shipped schema and layout themselves, so that the fake cannot drift from the product. */
export const schema = contact as unknown as ObjectMetadata;
export const layout = shippedLayout as unknown as Layout;
