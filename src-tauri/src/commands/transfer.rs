//! Commands about files of contacts. Files are picked in the system's own dialog: the page never names a path.

use kith_book::{
    ChangesExport, ChangesFormat, Desk, ExportRequest, FILE_ENDINGS, Failure, FileFormat, HandOver, Handed,
    ImportChoices, ImportReport, InspectImport, InspectedFile, Mapping, NamedMapping, PreviewPage,
    PreviewRows, RefusedPage, RefusedRows, Reply, RetryRows, SaveMapping, UnfinishedImport, WrittenChanges,
    WrittenFile,
};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

use super::{book::picked_path, keeping::aside};
use crate::exact::Exact;

#[tauri::command]
pub(super) async fn pick_import<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Option<InspectedFile>, Failure> {
    let look = move |desk: &Desk| {
        let picked = dialog(&app).add_filter("Contacts", &FILE_ENDINGS).blocking_pick_file();
        picked.map(|picked| desk.pick_import(&picked_path(picked)?)).transpose()
    };
    aside(&desk, look).await
}

#[tauri::command]
pub(super) async fn inspect_import(
    desk: State<'_, Desk>,
    args: InspectImport,
) -> Result<InspectedFile, Failure> {
    aside(&desk, move |desk| desk.inspect_import(&args)).await
}

#[tauri::command]
pub(super) async fn preview_import(
    desk: State<'_, Desk>,
    args: ImportChoices,
) -> Result<Exact<ImportReport>, Failure> {
    aside(&desk, move |desk| desk.preview_import(&args).map(Exact)).await
}

#[tauri::command]
pub(super) async fn preview_rows(
    desk: State<'_, Desk>,
    args: PreviewRows,
) -> Result<Exact<PreviewPage>, Failure> {
    aside(&desk, move |desk| desk.preview_rows(&args).map(Exact)).await
}

#[tauri::command]
pub(super) async fn run_import(
    desk: State<'_, Desk>,
    args: ImportChoices,
) -> Result<Exact<ImportReport>, Failure> {
    aside(&desk, move |desk| desk.run_import(&args).map(Exact)).await
}

#[tauri::command(async)]
pub(super) fn stop_import(desk: State<'_, Desk>) {
    desk.stop_import();
}

#[tauri::command(async)]
pub(super) fn unfinished_import(desk: State<'_, Desk>) -> Result<Option<UnfinishedImport>, Failure> {
    desk.unfinished_import()
}

#[tauri::command]
pub(super) async fn resume_import(desk: State<'_, Desk>) -> Result<Exact<ImportReport>, Failure> {
    aside(&desk, |desk| desk.resume_import().map(Exact)).await
}

#[tauri::command]
pub(super) async fn roll_import_back(desk: State<'_, Desk>) -> Result<Exact<Reply>, Failure> {
    aside(&desk, |desk| Ok(Exact(desk.roll_import_back()))).await
}

#[tauri::command(async)]
pub(super) fn keep_import(desk: State<'_, Desk>) -> Result<UnfinishedImport, Failure> {
    desk.keep_import()
}

#[tauri::command]
pub(super) async fn refused_rows(
    desk: State<'_, Desk>,
    args: RefusedRows,
) -> Result<Exact<RefusedPage>, Failure> {
    aside(&desk, move |desk| desk.refused_rows(args).map(Exact)).await
}

#[tauri::command]
pub(super) async fn retry_rows(
    desk: State<'_, Desk>,
    args: RetryRows,
) -> Result<Exact<ImportReport>, Failure> {
    aside(&desk, move |desk| desk.retry_rows(&args).map(Exact)).await
}

#[tauri::command]
pub(super) async fn save_rejects<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Option<WrittenFile>, Failure> {
    let save = move |desk: &Desk| {
        let picked = dialog(&app).blocking_save_file();
        picked.map(|picked| desk.save_rejects(&picked_path(picked)?)).transpose()
    };
    aside(&desk, save).await
}

#[tauri::command(async)]
pub(super) fn save_mapping(desk: State<'_, Desk>, args: SaveMapping) -> Result<(), Failure> {
    desk.save_mapping(&args)
}

#[tauri::command(async)]
pub(super) fn saved_mapping(desk: State<'_, Desk>, args: NamedMapping) -> Result<Option<Mapping>, Failure> {
    desk.saved_mapping(&args)
}

#[tauri::command]
pub(super) async fn export_contacts<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    args: ExportRequest,
) -> Result<Option<WrittenFile>, Failure> {
    let save = move |desk: &Desk| {
        let picked = dialog(&app).set_file_name(name_of(args.format)).blocking_save_file();
        picked.map(|picked| desk.export_contacts(&picked_path(picked)?, &args)).transpose()
    };
    aside(&desk, save).await
}

#[tauri::command(async)]
pub(super) fn stop_export(desk: State<'_, Desk>) {
    desk.stop_export();
}

#[tauri::command]
pub(super) async fn export_changes<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    args: ChangesExport,
) -> Result<Option<WrittenChanges>, Failure> {
    let name = match args.format {
        ChangesFormat::Csv => "changes.csv",
        ChangesFormat::Json => "changes.json",
        ChangesFormat::Script => "changes.sh",
    };
    let save = move |desk: &Desk| {
        let picked = dialog(&app).set_file_name(name).blocking_save_file();
        picked.map(|picked| desk.export_changes(&picked_path(picked)?, &args)).transpose()
    };
    aside(&desk, save).await
}

#[tauri::command(async)]
pub(super) fn hand_over_changes(desk: State<'_, Desk>, args: HandOver) -> Result<Option<String>, Failure> {
    desk.hand_over_changes(&args)
}

#[tauri::command(async)]
pub(super) fn handed_over(desk: State<'_, Desk>) -> Result<Option<Handed>, Failure> {
    desk.handed_over()
}

fn name_of(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Csv => "contacts.csv",
        FileFormat::Tsv => "contacts.tsv",
        FileFormat::Xlsx => "contacts.xlsx",
        FileFormat::Vcard => "contacts.vcf",
        FileFormat::Json => "contacts.json",
        FileFormat::Jsonl => "contacts.jsonl",
    }
}

fn dialog<R: Runtime>(app: &AppHandle<R>) -> FileDialogBuilder<R> {
    app.dialog().file()
}
