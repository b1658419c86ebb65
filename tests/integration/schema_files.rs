//! Hostile schema files: what is wrong is named with its place, in good time, and nothing else is taken for it.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use kith_book::Schema;
use kith_model::{DifferenceKind, SchemaIssue, SchemaPlan, import};
use serde_json::{Value, json};

/// Far above what any file of the corpus takes.
const GOOD_TIME: Duration = Duration::from_secs(10);

/// The files that are wrong as a whole, with the place.
const WHOLE: [(&str, &str); 27] = [
    ("another-object", "Name"),
    ("array", ""),
    ("deep", "line 1 column "),
    ("deep-100000", "line 1 column "),
    ("empty", "line 1 column 0"),
    ("field-no-object", "FieldMetadata[0]"),
    ("fields-no-array", "FieldMetadata"),
    ("key-twice", "line 1 column "),
    ("label-empty", "DisplayName"),
    ("latin-1", "byte 34"),
    ("name-missing", "FieldMetadata[0].FieldName"),
    ("name-null", "FieldMetadata[0].FieldName"),
    ("name-twice", "FieldMetadata[2].FieldName"),
    ("no-schema", ""),
    ("not-json", "line 1 column "),
    ("number-beyond-doubles", "line 1 column "),
    ("our-schema-forged", "x-kith.FieldMetadata[0].FieldName"),
    ("picklist-twice", "PicklistMetadata[1].Name"),
    ("picklists-no-array", "PicklistMetadata"),
    ("private-key", "Other"),
    ("schema-conditional", "if"),
    ("schema-properties-no-object", "properties"),
    ("schema-required-no-array", "required"),
    ("utf-16", "byte 0"),
    // Made by the test: too large to keep.
    ("10000-fields", "FieldMetadata"),
    ("1001-picklists", "PicklistMetadata"),
    ("over-16-mib", ""),
];

/// The files with one part that cannot be taken, with the place.
const PARTS: [(&str, &str); 53] = [
    ("access-unknown", "FieldMetadata[0].ReadAccess"),
    ("default-another-type", "FieldMetadata[0].DefaultValue"),
    ("default-no-day", "FieldMetadata[0].DefaultValue"),
    ("default-not-of-the-list", "FieldMetadata[0].DefaultValue"),
    ("entries-no-array", "PicklistMetadata[0].PicklistEntries"),
    ("entry-long", "PicklistMetadata[0].PicklistEntries[0].Value"),
    ("entry-longer-than-its-field", "PicklistMetadata[0]"),
    ("entry-no-text", "PicklistMetadata[0].PicklistEntries"),
    ("entry-twice", "PicklistMetadata[0].PicklistEntries[1].Value"),
    ("length-fraction", "FieldMetadata[0].Length"),
    ("length-huge", "FieldMetadata[0].Length"),
    ("length-negative", "FieldMetadata[0].Length"),
    ("length-over", "FieldMetadata[0].Length"),
    ("length-text", "FieldMetadata[0].Length"),
    ("length-zero", "FieldMetadata[0].Length"),
    ("name-digits", "FieldMetadata[0].FieldName"),
    ("name-empty", "FieldMetadata[0].FieldName"),
    ("name-in-another-case", "FieldMetadata[0].FieldName"),
    ("name-invisible", "FieldMetadata[0].FieldName"),
    ("name-letters", "FieldMetadata[0].FieldName"),
    ("name-long", "FieldMetadata[0].FieldName"),
    ("name-nul", "FieldMetadata[0].FieldName"),
    ("name-reserved-document", "FieldMetadata[0].FieldName"),
    ("name-reserved-kith", "FieldMetadata[0].FieldName"),
    ("name-reserved-page", "FieldMetadata[0].FieldName"),
    ("names-differ-in-case", "FieldMetadata[1].FieldName"),
    ("picklist-missing", "FieldMetadata[0].PicklistName"),
    ("picklist-unnamed", "FieldMetadata[0].PicklistName"),
    ("precision-over", "FieldMetadata[0].Precision"),
    ("required-text", "FieldMetadata[0].IsRequired"),
    ("scale-over-precision", "FieldMetadata[0].Scale"),
    ("schema-a-file", "properties.Own_c"),
    ("schema-all-of", "properties.Own_c"),
    ("schema-chain", "properties.Own_c"),
    ("schema-cycle", "properties.Own_c"),
    ("schema-cycle-in-items", "properties.Own_c"),
    ("schema-cycle-of-two", "properties.Own_c"),
    ("schema-elsewhere", "properties.Own_c"),
    ("schema-negative", "properties.Own_c.Length"),
    ("schema-nowhere", "properties.Own_c"),
    ("schema-pattern", "properties.Own_c"),
    ("schema-reference-no-text", "properties.Own_c"),
    ("schema-reserved", "properties.__proto__.FieldName"),
    ("schema-true", "properties.Own_c"),
    ("schema-two-types", "properties.Own_c"),
    ("seed-negative", "FieldMetadata[0].AutoNumberInitialSeed"),
    ("type-changed", "FieldMetadata[0].DataType"),
    ("type-missing", "FieldMetadata[0]"),
    ("type-number", "FieldMetadata[0].DataType"),
    ("type-unknown", "FieldMetadata[0].DataType"),
    ("unique-list", "FieldMetadata[0].IsUnique"),
    // Made by the test.
    ("10001-entries", "PicklistMetadata[0].PicklistEntries"),
    ("every-field-refused", "FieldMetadata[0].DataType"),
];

fn file(name: &str) -> Vec<u8> {
    let many = |count: usize, part: &dyn Fn(usize) -> Value| (0..count).map(part).collect::<Vec<_>>();
    let field = |data_type: &'static str| move |n: usize| json!({"FieldName": format!("Own{n}_c"), "DataType": data_type});
    let made = match name {
        "10000-fields" => json!({"FieldMetadata": many(10_000, &field("Int"))}),
        "every-field-refused" => json!({"FieldMetadata": many(10_000, &field("Colour"))}),
        "1001-picklists" => {
            let list = |n: usize| json!({"Name": format!("Own{n}"), "PicklistEntries": []});
            json!({"FieldMetadata": [], "PicklistMetadata": many(1_001, &list)})
        }
        "10001-entries" => {
            let entry = |n: usize| json!({"Value": n.to_string()});
            let list = json!({"Name": "Own", "PicklistEntries": many(10_001, &entry)});
            json!({"FieldMetadata": [], "PicklistMetadata": [list]})
        }
        "over-16-mib" => return vec![b' '; (16 << 20) + 1],
        name => return fs::read(folder().join(format!("{name}.json"))).expect("a file of the corpus"),
    };
    made.to_string().into_bytes()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus/schemas")
}

fn imported(name: &str) -> Result<SchemaPlan, Vec<SchemaIssue>> {
    let (file, shipped) = (file(name), Schema::contact().expect("the shipped schema"));
    let started = Instant::now();
    let plan = import(&shipped, &file);
    assert!(started.elapsed() < GOOD_TIME, "{name}: {:?}", started.elapsed());
    plan
}

#[test]
fn a_file_that_is_wrong_as_a_whole_is_answered_with_the_place() {
    for (name, place) in WHOLE {
        let issues = imported(name).expect_err(name);
        let is_at = |issue: &SchemaIssue| {
            if place.ends_with(' ') { issue.place.starts_with(place) } else { issue.place == place }
        };
        assert!(issues.iter().any(is_at), "{name}: {issues:?}");
        assert!(issues.iter().all(|issue| !issue.message.is_empty()), "{name}");
    }
}

#[test]
fn a_part_that_cannot_be_taken_is_refused_with_its_place_and_changes_nothing() {
    let shipped = Schema::contact().expect("the shipped schema");
    for (name, place) in PARTS {
        let plan = imported(name).expect(name);
        let refused = plan.differences.iter().filter(|told| told.kind == DifferenceKind::Refused);
        let why: Vec<_> = refused.filter_map(|told| told.why.as_deref()).collect();
        assert!(why.iter().any(|why| why.starts_with(&format!("{place}: "))), "{name}: {why:?}");
        let of_standard_fields = plan.metadata.field_metadata.iter().zip(shipped.fields());
        for (after, before) in of_standard_fields {
            assert_eq!(after, before, "{name}");
        }
    }
}

#[test]
fn every_file_of_the_corpus_has_its_place() {
    for entry in fs::read_dir(folder()).expect("the corpus") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_told = WHOLE.iter().chain(&PARTS).any(|(told, _)| *told == name);
        assert!(is_told || name == "README", "{name}");
    }
}
