//! Writes the TypeScript types of everything that crosses to the window into a folder.
//!
//! `cargo run -p kith-book --example export-types -- DIR`

use std::{collections::BTreeSet, env, error::Error, fmt::Write as _, fs, path::Path};

use kith_book::{
    About, ApartPair, Asked, Attention, Backup, BookChanged, BookSpace, BulkEdit, BulkEditPage,
    BulkEditProgress, BulkEditReport, BulkEditRows, COMMANDS, ChangeLayout, ChangeSchema, ChangeSchemaFile,
    ChangesExport, CheckContact, Compaction, ContactChange, ContactHistory, CopyContacts, CreateContact,
    DeskState, Diagnosis, DropDraft, DuplicateProgress, Duplicates, ExportProgress, ExportRequest,
    ExportSchema, FirstOnes, Forgotten, HandOver, Handed, ImportChoices, ImportProgress, ImportReport,
    InspectImport, InspectedFile, JumpTo, KeepDraft, KeepFor, KeptBackup, KeptDrafts, ListPage, ListQuery,
    ListValues, Mapping, Merge, NamedBackup, NamedContact, NamedMapping, PlaceOf, PreviewPage, PreviewRows,
    PreviewSchema, PutBack, RecentRequests, RefusedPage, RefusedRows, Reply, RequestEntry, Restoration,
    Retention, RetryRows, SaveMapping, SchemaChange, SchemaCheck, SchemaDifference, SchemaEdit, SchemaFile,
    SchemaIssue, SchemaRefusal, SchemaReport, SetApart, StandingCounts, StartBook, UndoChange,
    UnfinishedImport, UpdateContact, ValuesOf, WouldForget, WrittenChanges, WrittenFile,
};
use ts_rs::{Config, TS};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("name the folder the types go to")?;
    let config = Config::default().with_out_dir(&folder);
    macro_rules! export {
        ($($kind:ty),*) => { $(<$kind>::export_all(&config)?;)* };
    }
    export!(
        About,
        ApartPair,
        Asked,
        Attention,
        Backup,
        BookChanged,
        BookSpace,
        BulkEdit,
        BulkEditPage,
        BulkEditProgress,
        BulkEditReport,
        BulkEditRows,
        ChangeLayout,
        ChangeSchema,
        ChangeSchemaFile,
        ChangesExport,
        CheckContact,
        Compaction,
        ContactChange,
        ContactHistory,
        CopyContacts,
        CreateContact,
        DeskState,
        Diagnosis,
        DropDraft,
        DuplicateProgress,
        Duplicates,
        ExportProgress,
        ExportRequest,
        ExportSchema,
        FirstOnes,
        Forgotten,
        HandOver,
        Handed,
        ImportChoices,
        ImportProgress,
        ImportReport,
        InspectImport,
        InspectedFile,
        JumpTo,
        KeepDraft,
        KeepFor,
        KeptBackup,
        KeptDrafts,
        ListPage,
        ListQuery,
        ListValues,
        Mapping,
        Merge,
        NamedBackup,
        NamedContact,
        NamedMapping,
        PlaceOf,
        PreviewPage,
        PreviewRows,
        PreviewSchema,
        PutBack,
        RecentRequests,
        RefusedPage,
        RefusedRows,
        Reply,
        RequestEntry,
        Restoration,
        Retention,
        RetryRows,
        SaveMapping,
        SchemaChange,
        SchemaCheck,
        SchemaDifference,
        SchemaEdit,
        SchemaFile,
        SchemaIssue,
        SchemaRefusal,
        SchemaReport,
        SetApart,
        StandingCounts,
        StartBook,
        UndoChange,
        UnfinishedImport,
        UpdateContact,
        ValuesOf,
        WouldForget,
        WrittenChanges,
        WrittenFile
    );
    fs::write(Path::new(&folder).join("Commands.ts"), commands()?)?;
    Ok(())
}

/// The map of commands: what each takes and gives.
fn commands() -> Result<String, std::fmt::Error> {
    let kinds = COMMANDS.iter().flat_map(|command| [command.args, command.gives]);
    let names: BTreeSet<_> = kinds
        .flat_map(|kind| kind.split(|c: char| !c.is_alphanumeric()))
        .filter(|name| !matches!(*name, "" | "null" | "string" | "number" | "Array"))
        .collect();
    let mut text = String::new();
    for name in names {
        writeln!(text, "import type {{ {name} }} from \"./{name}\";")?;
    }
    writeln!(
        text,
        "\n/** Every command of the host: its one argument and what it gives. */\nexport type Commands = {{"
    )?;
    for command in COMMANDS {
        writeln!(text, "  {}: {{ args: {}, gives: {}, }},", command.name, command.args, command.gives)?;
    }
    writeln!(text, "}};")?;
    Ok(text)
}
