//! A schema written to a file and read back.

use kith_model::{ObjectMetadata, Schema, export_json_schema, export_object_metadata, import};
use proptest::prelude::*;

use super::edits::{schemas, sets};
use crate::settings;

proptest! {
    #![proptest_config(settings(48))]

    #[test]
    fn a_schema_that_is_written_and_read_back_is_the_same(sets in sets()) {
        let schemas = schemas(&sets);
        let schema = schemas.last().expect("a schema");
        for file in [export_object_metadata(schema), export_json_schema(schema)] {
            let plan = import(schema, file.to_string().as_bytes()).expect("our own file");
            prop_assert_eq!(&plan.differences, &[]);
            prop_assert_eq!(&plan.checks, &[]);
            prop_assert_eq!(&plan.metadata, schema.metadata());
        }
    }

    #[test]
    fn a_schema_that_is_written_makes_the_same_one_of_a_new_book(sets in sets()) {
        let schemas = schemas(&sets);
        let (new, schema) = (&schemas[0], schemas.last().expect("a schema"));
        for file in [export_object_metadata(schema), export_json_schema(schema)] {
            let plan = import(new, file.to_string().as_bytes()).expect("our own file");
            prop_assert_eq!(&plan.metadata, schema.metadata());
        }
    }

    #[test]
    fn a_schema_comes_back_from_its_document(sets in sets()) {
        let schemas = schemas(&sets);
        let schema = schemas.last().expect("a schema");
        let document = schema.metadata().to_document().expect("a document");
        let text = serde_json::to_string(&document).expect("JSON");
        let read = ObjectMetadata::from_document(&serde_json::from_str(&text).expect("a record"));
        prop_assert_eq!(&read.expect("a schema"), schema.metadata());
    }

    #[test]
    fn no_bytes_end_the_process(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _either = import(&Schema::contact().expect("the shipped schema"), &bytes);
    }
}
