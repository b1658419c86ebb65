//! The one list of commands: the shell's handler, the TypeScript map and the tests of the access list are made from it.

/// One command as the documents and the generated types name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// The name the page calls.
    pub name: &'static str,
    /// The TypeScript type of its one argument; `null` for none.
    pub args: &'static str,
    /// The TypeScript type of what it gives.
    pub gives: &'static str,
}

/// Hands the names of all commands to the macro `$then`, after the tokens `$with`.
#[macro_export]
macro_rules! for_each_command {
    ($then:ident $(, $with:tt)*) => {
        $then! {
            $($with,)*
            about: "null" => "About",
            desk_state: "null" => "DeskState",
            start_book: "StartBook" => "DeskState",
            take_asked: "null" => "Asked | null",
            list_contacts: "ListQuery" => "ListPage",
            list_values: "ValuesOf" => "ListValues",
            list_keys: "ListQuery" => "Array<RecordKey>",
            list_place: "PlaceOf" => "number | null",
            list_jump: "JumpTo" => "number | null",
            copy_contacts: "CopyContacts" => "string",
            standing_counts: "null" => "StandingCounts",
            read_contact: "NamedContact" => "Reply",
            update_contact: "UpdateContact" => "Reply",
            check_contact: "CheckContact" => "Reply",
            create_contact: "CreateContact" => "Reply",
            check_new_contact: "CreateContact" => "Reply",
            delete_contact: "NamedContact" => "Reply",
            undo_change: "UndoChange" => "Reply",
            contact_history: "ContactHistory" => "Array<ContactChange>",
            put_back_contact: "PutBack" => "Reply",
            recent_requests: "RecentRequests" => "Array<RequestEntry>",
            list_drafts: "null" => "KeptDrafts",
            keep_draft: "KeepDraft" => "null",
            drop_draft: "DropDraft" => "null",
            repair_book: "null" => "Diagnosis",
            compact_book: "null" => "Compaction",
            book_space: "null" => "BookSpace",
            list_backups: "null" => "Array<KeptBackup>",
            create_backup: "null" => "Backup",
            verify_backup: "NamedBackup" => "Backup",
            restore_backup: "NamedBackup" => "Restoration",
            read_retention: "null" => "Retention",
            preview_retention: "KeepFor" => "WouldForget",
            set_retention: "KeepFor" => "Forgotten",
            preview_schema: "PreviewSchema" => "Reply",
            change_schema: "ChangeSchema" => "Reply",
            preview_schema_file: "null" => "SchemaFile | null",
            change_schema_file: "ChangeSchemaFile" => "Reply",
            export_schema: "ExportSchema" => "string | null",
            schema_history: "FirstOnes" => "Array<SchemaChange>",
            contacts_needing_attention: "FirstOnes" => "Attention",
            change_layout: "ChangeLayout" => "Reply",
            pick_import: "null" => "InspectedFile | null",
            inspect_import: "InspectImport" => "InspectedFile",
            preview_import: "ImportChoices" => "ImportReport",
            preview_rows: "PreviewRows" => "PreviewPage",
            run_import: "ImportChoices" => "ImportReport",
            stop_import: "null" => "null",
            unfinished_import: "null" => "UnfinishedImport | null",
            resume_import: "null" => "ImportReport",
            roll_import_back: "null" => "Reply",
            keep_import: "null" => "UnfinishedImport",
            refused_rows: "RefusedRows" => "RefusedPage",
            retry_rows: "RetryRows" => "ImportReport",
            save_rejects: "null" => "WrittenFile | null",
            save_mapping: "SaveMapping" => "null",
            saved_mapping: "NamedMapping" => "Mapping | null",
            export_contacts: "ExportRequest" => "WrittenFile | null",
            stop_export: "null" => "null",
            export_changes: "ChangesExport" => "WrittenChanges | null",
            hand_over_changes: "HandOver" => "string | null",
            handed_over: "null" => "Handed | null",
            find_duplicates: "FirstOnes" => "Duplicates",
            stop_duplicates: "null" => "null",
            set_apart: "SetApart" => "Reply",
            list_apart: "null" => "Array<ApartPair>",
            merge_contacts: "Merge" => "Reply",
            preview_bulk_edit: "BulkEdit" => "BulkEditReport",
            bulk_edit_rows: "BulkEditRows" => "BulkEditPage",
            run_bulk_edit: "null" => "BulkEditReport",
            stop_bulk_edit: "null" => "null",
            save_bulk_edit: "null" => "WrittenFile | null",
        }
    };
}

macro_rules! list {
    ($($name:ident: $args:literal => $gives:literal,)*) => {
        /// Every command the page may call.
        pub const COMMANDS: &[Command] =
            &[$(Command { name: stringify!($name), args: $args, gives: $gives }),*];
    };
}
for_each_command!(list);
