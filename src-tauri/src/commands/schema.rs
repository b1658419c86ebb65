//! Commands about the schema and the layout. Files are picked in the system's own dialog: the page never names a path.

use kith_book::{
    Attention, ChangeLayout, ChangeSchema, ChangeSchemaFile, Desk, ExportSchema, Failure, FirstOnes,
    PreviewSchema, Reply, SchemaChange, SchemaFile, SchemaFileKind,
};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use super::{book::picked_path, keeping::aside};
use crate::exact::Exact;

// What looks at every contact has a thread of its own.

#[tauri::command]
pub(super) async fn preview_schema(
    desk: State<'_, Desk>,
    args: PreviewSchema,
) -> Result<Exact<Reply>, Failure> {
    aside(&desk, move |desk| Ok(Exact(desk.preview_schema(&args)))).await
}

#[tauri::command]
pub(super) async fn change_schema(
    desk: State<'_, Desk>,
    args: ChangeSchema,
) -> Result<Exact<Reply>, Failure> {
    aside(&desk, move |desk| Ok(Exact(desk.change_schema(&args)))).await
}

#[tauri::command]
pub(super) async fn preview_schema_file<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Exact<Option<SchemaFile>>, Failure> {
    let look = move |desk: &Desk| {
        let Some(picked) = dialog(&app).blocking_pick_file() else { return Ok(Exact(None)) };
        desk.preview_schema_file(&picked_path(picked)?).map(Some).map(Exact)
    };
    aside(&desk, look).await
}

#[tauri::command]
pub(super) async fn change_schema_file(
    desk: State<'_, Desk>,
    args: ChangeSchemaFile,
) -> Result<Exact<Reply>, Failure> {
    aside(&desk, move |desk| Ok(Exact(desk.change_schema_file(&args)))).await
}

/// Gives the path of the file that was written; none where the person thought better of it.
#[tauri::command(async)]
pub(super) fn export_schema<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    args: ExportSchema,
) -> Result<Option<String>, Failure> {
    let name = match args.kind {
        SchemaFileKind::Metadata => "contact.json",
        SchemaFileKind::JsonSchema => "contact.schema.json",
    };
    let Some(picked) = dialog(&app).set_file_name(name).blocking_save_file() else { return Ok(None) };
    let file = picked_path(picked)?;
    desk.export_schema(&file, &args)?;
    Ok(Some(file.display().to_string()))
}

#[tauri::command(async)]
pub(super) fn schema_history(
    desk: State<'_, Desk>,
    args: FirstOnes,
) -> Result<Exact<Vec<SchemaChange>>, Failure> {
    desk.schema_history(&args).map(Exact)
}

#[tauri::command]
pub(super) async fn contacts_needing_attention(
    desk: State<'_, Desk>,
    args: FirstOnes,
) -> Result<Exact<Attention>, Failure> {
    aside(&desk, move |desk| desk.contacts_needing_attention(&args).map(Exact)).await
}

#[tauri::command(async)]
pub(super) fn change_layout(desk: State<'_, Desk>, args: ChangeLayout) -> Exact<Reply> {
    Exact(desk.change_layout(&args))
}

fn dialog<R: Runtime>(app: &AppHandle<R>) -> FileDialogBuilder<R> {
    app.dialog().file().add_filter("Schema (JSON)", &["json"])
}
