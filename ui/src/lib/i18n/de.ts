import { deList } from "./de-list";
import type { en } from "./en";

/**
 * German of the desk, formally: people are "Sie". What a person can press says what it does in the infinitive; what is
 * told of afterwards stands in the participle. The terms are those of docs/glossary.md.
 */
export const de: Readonly<Record<keyof typeof en, string>> = {
  ...deList,

  "about.commit": "Gebaut aus Commit",
  "about.copy": "Kopieren, welches Kith das ist",
  "about.heading": "Über Kith",
  "about.noCommit": "keinem, aus den Quellen gebaut",
  "about.system": "System",
  "about.version": "Version",
  "about.webView": "Webansicht",

  "action.book": "Buch und Sicherungen zeigen",
  "action.fields": "Felder, Formular und Liste",
  "action.find": "Suchen",
  "action.focusList": "Zur Liste",
  "action.goTo": "Gehe zu externer ID…",
  "action.new": "Neuer Kontakt",
  "action.redo": "Rückgängig Gemachtes wiederholen",
  "action.save": "Speichern",
  "action.shortcuts": "Tastenkürzel",
  "action.tabHistory": "Verlauf zeigen",
  "action.tabRecord": "Kontakt zeigen",
  "action.tabRequest": "Anfrage zeigen",
  "action.toggleViews": "Ansichten ein- oder ausblenden",
  "action.undo": "Letzte gespeicherte Änderung rückgängig machen",
  "action.zoomIn": "Größer",
  "action.zoomOut": "Kleiner",
  "action.zoomReset": "Übliche Größe",

  "app.name": "Kith",
  "backup.beforeForgetting": "vor dem Löschen alter Änderungen",
  "backup.beforeImport": "vor einem Import",
  "backup.beforeRepair": "vor einer Reparatur",
  "backup.beforeRestore": "vor dem Wiederherstellen einer anderen",
  "backup.byHand": "von Hand erstellt",
  "backup.daily": "Sicherung des Tages",
  "backup.doesNotRead": "Sie ist nicht lesbar und kann daher nicht wiederhergestellt werden.",
  "backup.failed": "Die fällige Sicherung konnte nicht erstellt werden",
  "backup.holds": "{contacts}, {size}",
  "backup.last": "Letzte Sicherung: {at}",
  "backup.reads": "Lesbar",
  "backup.restore": "Wiederherstellen…",
  "backup.restoreNamed": "Sicherung vom {name} wiederherstellen",
  "backup.restoring": "Wird wiederhergestellt…",
  "backup.verified": "Probeweise wiederhergestellt: vollständig",
  "backup.verify": "Prüfen",
  "backup.verifyNamed": "Sicherung vom {name} prüfen",
  "backup.verifying": "Wird geprüft…",

  "book.backUp": "Jetzt sichern",
  "book.backedUp": "Sicherung erstellt: {holds}",
  "book.backingUp": "Wird gesichert…",
  "book.backups": "Sicherungen",
  "book.backupsText":
    "Eine Sicherung ist eine einzige Datei mit allen Kontakten und ihrem ganzen Verlauf. Kith erstellt von selbst eine am Tag und bewahrt sie im Ordner des Buchs auf; gegen den Verlust der Festplatte kopieren Sie eine an einen anderen Ort.",
  "book.compacted": "{size} Speicherplatz freigegeben",
  "book.folder": "Ordner",
  "book.forgetting": "Alte Änderungen werden gelöscht…",
  "book.keptFor":
    "{count, plural, =0 {Der Verlauf wird aufbewahrt: {span}} one {# Änderung gelöscht. Der Verlauf wird aufbewahrt: {span}} other {# Änderungen gelöscht. Der Verlauf wird aufbewahrt: {span}}}",
  "book.lastBackup": "Letzte Sicherung",
  "book.noBackups": "Es gibt noch keine Sicherung.",
  "book.notBackedUp": "Es wurde keine Sicherung erstellt",
  "book.notBackedUpAdvice":
    "Das Buch selbst ist unverändert. Schaffen Sie Platz auf der Festplatte, und versuchen Sie es noch einmal.",
  "book.notCompacted": "Es wurde kein Speicherplatz freigegeben",
  "book.notCompactedAdvice": "Das Buch ist unverändert. Versuchen Sie es später noch einmal.",
  "book.notForgotten": "Es wurde nichts gelöscht",
  "book.notForgottenAdvice": "Jede Änderung ist noch da. Versuchen Sie es später noch einmal.",
  "book.notRestored": "Die Sicherung wurde nicht wiederhergestellt",
  "book.notRestoredAdvice":
    "Das Buch ist unverändert. Prüfen Sie die Sicherung, oder stellen Sie eine andere wieder her.",
  "book.notVerified": "Diese Sicherung kann nicht wiederhergestellt werden",
  "book.notVerifiedAdvice":
    "Erstellen Sie jetzt eine neue Sicherung, und stellen Sie eine andere wieder her, wo es nötig ist.",
  "book.readingBackups": "Sicherungen werden gelesen…",
  "book.restoring": "Wird wiederhergestellt. Was Sie inzwischen an Kontakten tun, wartet, bis es fertig ist.",
  "book.showContacts": "Kontakte zeigen",
  "book.title": "Buch",
  "book.unread": "Nicht alles über das Buch konnte gelesen werden",
  "book.verified": "Die Sicherung vom {name} ist vollständig und kann wiederhergestellt werden",
  "book.verifying": "Die Sicherung wird probeweise wiederhergestellt und das Ergebnis geprüft…",

  back: "Zurück zur Liste",
  close: "Schließen",
  copied: "Kopiert",
  copyField: "{field} kopieren",
  create: "Anlegen",
  delete: "Diesen Kontakt löschen",
  deleted: "{name} gelöscht",
  loading: "Wird geladen…",
  number: "{count}",
  redo: "Wiederholen",
  redone: "Änderung wiederholt",
  save: "Speichern",
  saved: "Gespeichert",
  tryAgain: "Noch einmal versuchen",
  undo: "Rückgängig",
  undone: "Änderung rückgängig gemacht",

  "compact.busy": "Wird freigegeben…",
  "compact.do": "Freigeben",
  "compact.done":
    "{count, plural, one {# MiB Speicherplatz freigegeben} other {# MiB Speicherplatz freigegeben}}",
  "compact.later": "Nicht jetzt",
  "compact.offer":
    "{count, plural, one {Das Buch belegt # MiB mehr auf der Festplatte, als es braucht} other {Das Buch belegt # MiB mehr auf der Festplatte, als es braucht}}",
  "compact.text":
    "Sie können weiterarbeiten, während der Platz freigegeben wird. Kontakte und Verlauf bleiben, wie sie sind.",

  "damaged.doRepair": "Buch reparieren",
  "damaged.kept":
    "Die beschädigten Teile werden in einem Ordner neben dem Buch aufbewahrt. Nichts wird weggeworfen.",
  "damaged.nothingChanged": "Der Versuch, das Buch zu öffnen, hat nichts darin geändert.",
  "damaged.repair":
    "Die Reparatur macht das Buch aus allem neu, was noch lesbar ist, und aus seinen Sicherungen, und sagt dann, was nicht zu retten war.",
  "damaged.repairing": "Wird repariert…",
  "damaged.title": "Das Buch ist beschädigt",

  "date.choose": "Datum für {field} wählen",
  "date.nextMonth": "Nächster Monat",
  "date.placeholder": "JJJJ-MM-TT",
  "date.previousMonth": "Voriger Monat",

  "density.compact": "Enge Zeilen",

  "draft.about": "{what}, {time}",
  "draft.discard": "Änderungen verwerfen",
  "draft.heading": "Nicht gespeichert ({count})",
  "draft.more": "{count, plural, one {und # weiterer} other {und # weitere}}",
  "draft.restored": "Nicht gespeicherte Änderungen von {time} sind noch da.",

  "failure.title": "Das Buch konnte nicht geöffnet werden",

  "forbidden.title": "Diese Änderung ist nicht erlaubt",

  "form.contested": "Jetzt gespeichert: {theirs} (vorher: {before})",
  "form.key": "Schlüssel",
  "form.left": "noch {count}",
  "form.proposed": "Vorgeschlagen aus {fields}",
  "form.required": "Pflichtfeld",
  "form.revert": "Zurücksetzen",
  "form.revertField": "{field} zurücksetzen",
  "form.revertTo": "Zurücksetzen auf: {value}",
  "form.tooMany": "{count} zu viel",
  "form.was": "Vorher:",

  "goTo.create": "Anlegen",
  "goTo.go": "Los",
  "goTo.label": "Gehe zu externer ID",
  "goTo.missing": "Kein Kontakt hat die externe ID „{key}“.",
  "goTo.placeholder": "Schlüssel einfügen",

  "gone.create": "Neu anlegen",
  "gone.text":
    "Jemand hat ihn inzwischen gelöscht. Was das Formular zeigt, ist noch hier und kann als neuer Kontakt gespeichert werden.",
  "gone.title": "Dieser Kontakt ist nicht mehr im Buch",

  "history.allFields": "{count, plural, one {# Feld zeigen} other {Alle # Felder zeigen}}",
  "history.created": "Angelegt",
  "history.deleted": "Gelöscht",
  "history.field": "Feld",
  "history.more": "Frühere Änderungen zeigen",
  "history.new": "Neuer Wert",
  "history.nothingDiffers": "Der Kontakt ist schon so",
  "history.old": "Alter Wert",
  "history.older": "Ältere Änderungen werden nicht mehr aufbewahrt",
  "history.olderText":
    "Der Kontakt selbst ist vollständig. Jede Änderung von jetzt an steht hier und kann rückgängig gemacht werden.",
  "history.putBack": "Auf diesen Stand zurücksetzen",
  "history.putBackDone": "Auf den Stand von {time} zurückgesetzt",
  "history.undo": "Diese Änderung rückgängig machen",
  "history.undoAll":
    "{count, plural, one {Alles rückgängig machen (# Kontakt)} other {Alles rückgängig machen (# Kontakte)}}",
  "history.undoField": "Diese Änderung von {field} rückgängig machen",
  "history.undoFieldDone": "{field} zurückgenommen",
  "history.undoHere": "Für diesen Kontakt rückgängig machen",
  "history.undoHereDone": "Änderung für diesen Kontakt rückgängig gemacht",
  "history.undoWhole": "Alles davon rückgängig machen",
  "history.updated": "Geändert",

  "import.unfinished": "Der Import von {file} wurde nicht beendet",
  "import.unfinishedShow": "Fortsetzen oder zurücknehmen…",

  "internal.title": "Das Buch konnte das nicht tun",

  "key.ctrl": "Strg",
  "key.shift": "Umschalt",

  "language.apply": "Jetzt umstellen",
  "language.label": "Sprache",
  "language.later": "Beim nächsten Start",
  "language.loses":
    "Was auf anderen Seiten begonnen ist, geht dabei verloren: Änderungen an Feldern, ein Import, das Setzen von Feldern. Nicht gespeicherte Änderungen an Kontakten bleiben.",
  "language.system": "Wie das System",
  "language.title": "Fenster in der anderen Sprache neu aufbauen?",

  "list.clearSearch": "Suche leeren",
  "list.count": "{total, plural, one {# Kontakt} other {# Kontakte}}",
  "list.countOf": "{shown} von {total}",
  "list.draft": "Enthält nicht gespeicherte Änderungen",
  "list.emptyText":
    "Legen Sie den ersten Kontakt an, importieren Sie eine Datei, oder sehen Sie sich im Beispielbuch um.",
  "list.emptyTitle": "Dieses Buch ist leer",
  "list.nothingFor": "Kein Kontakt passt zu „{text}“.",
  "list.nothingFound": "Nichts gefunden",
  "list.nothingInView": "In „{view}“ ist kein Kontakt.",
  "list.openSample": "Beispielbuch öffnen",
  "list.preparing":
    "Die Liste wird vorbereitet: {percent} %. Bis dahin stehen die Kontakte in der Reihenfolge ihrer Schlüssel.",
  "list.preparingTitle": "Die Liste wird vorbereitet",
  "list.search": "Kontakte suchen",
  "list.sortHint": "Nach dieser Spalte sortieren; Umschalt+Klick nimmt sie zur Sortierung hinzu",
  "list.wrongAt": "„{place}“: {message}",
  "list.wrongTitle": "Diese Suche ist noch nicht verständlich",

  "missing.title": "Dieser Kontakt ist nicht im Buch",

  "number.ambiguous": "„{text}“ ist nicht eindeutig: Schreiben Sie {decimal} oder {whole}.",

  "panes.list": "Kontakte",
  "panes.listWidth": "Breite der Liste",
  "panes.record": "Kontakt",
  "panes.views": "Breite der Ansichten",

  "picklist.entries": "Einträge für {field}",

  "readOnly.text": "Alles kann gelesen und kopiert, nichts kann geändert werden.",
  "readOnly.title": "Dieses Buch ist nur zum Lesen geöffnet",

  "record.changes": "{count, plural, one {# Änderung} other {# Änderungen}}",
  "record.clear": "Leeren",
  "record.continueNew": "Mit dem neuen Kontakt fortfahren",
  "record.new": "Neuer Kontakt",
  "record.newText": "Gespeichert, sobald Sie ihn anlegen",
  "record.none": "Kein Kontakt geöffnet",
  "record.noneText":
    "Wählen Sie einen in der Liste, gehen Sie zu einer externen ID ({goTo}), oder legen Sie einen an ({create}).",
  "record.revertAll": "Alle zurücksetzen",
  "record.unnamed": "Ohne Namen",

  "reference.id": "ID",
  "reference.idOf": "{field}: ID",
  "reference.inBook": "{field} in diesem Buch",
  "reference.name": "Name",

  "repair.changes": "{count, plural, one {# Änderung} other {# Änderungen}}",
  "repair.copy": "Diesen Bericht kopieren",
  "repair.done": "Das Buch ist repariert",
  "repair.kept": "Wo die beschädigten Teile und die Sicherung sind",
  "repair.lost": "Was nicht zu retten war und was Sie ansehen sollten",
  "repair.lostRun": "{count, plural, one {Änderung {first}} other {Änderungen {first} bis {last}}}",
  "repair.notDone": "Nicht alles konnte repariert werden",
  "repair.open": "Buch öffnen",
  "repair.saved": "Was gerettet wurde",
  "repair.wrong": "Was noch nicht stimmt",

  "request.answer": "Antwort",
  "request.body": "Inhalt",
  "request.copyAnswer": "Antwort kopieren",
  "request.copyAs": "Kopieren als",
  "request.copyAsKind": "Als {kind} kopieren",
  "request.copyBody": "Inhalt kopieren",
  "request.lock": "Ablehnen, wenn seit dem Lesen geändert",
  "request.ms": "{time} ms",
  "request.noAnswer": "Noch nichts gesendet.",
  "request.noRecent": "Noch keine Anfrage hat diesen Kontakt genannt.",
  "request.payload": "Den Datensatz zurückgeben",
  "request.recent": "Letzte Anfragen",
  "request.send": "Senden",
  "request.toSend": "Anfrage, die gesendet wird",

  "restore.before": "Was vorher da war, ist in der Sicherung vom {at}.",
  "restore.cancel": "Abbrechen",
  "restore.do": "Diese Sicherung wiederherstellen",
  "restore.done": "Das Buch ist, wie es am {at} war: {contacts}",
  "restore.drafts":
    "{count, plural, one {Die nicht gespeicherten Änderungen an # Kontakt bleiben und können danach gespeichert werden.} other {Die nicht gespeicherten Änderungen an # Kontakten bleiben und können danach gespeichert werden.}}",
  "restore.draftsKept":
    "{count, plural, one {Die nicht gespeicherten Änderungen an # Kontakt sind noch da.} other {Die nicht gespeicherten Änderungen an # Kontakten sind noch da.}}",
  "restore.newer":
    "{count, plural, one {# spätere Änderung wird nicht im Buch sein. Sie bleibt in der Sicherung, die unmittelbar vorher erstellt wird.} other {# spätere Änderungen werden nicht im Buch sein. Sie bleiben in der Sicherung, die unmittelbar vorher erstellt wird.}}",
  "restore.nothingNewer": "Danach wurde nichts geändert.",
  "restore.otherPast":
    "Sie stammt nicht aus der eigenen Vergangenheit dieses Buchs. Was sie nicht hat, wird nicht im Buch sein und bleibt in der Sicherung, die unmittelbar vorher erstellt wird.",
  "restore.replaced": "Der Ordner des ersetzten Buchs:",
  "restore.then": "Das Buch wird, was es damals war: {contacts}, mit ihrem Verlauf.",
  "restore.title": "Sicherung vom {name} wiederherstellen?",
  "restore.waits": "Was Sie unterdessen an Kontakten tun, wartet, bis es fertig ist.",

  "retention.counting": "Es wird nachgesehen, was gelöscht würde…",
  "retention.days": "{count, plural, one {# Tag} other {# Tage}}",
  "retention.everything": "für immer",
  "retention.forget": "{count, plural, one {# Änderung löschen} other {# Änderungen löschen}}",
  "retention.forgetsNothing": "Von jetzt an wird nichts gelöscht.",
  "retention.heading": "Verlauf",
  "retention.keep": "Verlauf aufbewahren",
  "retention.keepSo": "So aufbewahren",
  "retention.leave": "Lassen, wie es ist",
  "retention.nothingSoOld":
    "Noch keine Änderung ist so alt. Spätere werden von selbst gelöscht, einmal am Tag.",
  "retention.now": "Aufbewahrungsdauer der Änderungen: {span}.",
  "retention.nowEverything": "Jede Änderung wird aufbewahrt.",
  "retention.oldest": "Die älteste ist vom {at}.",
  "retention.would":
    "{count, plural, one {# Änderung, bis {upto}, würde gelöscht: Sie kann dann nicht mehr gezeigt oder rückgängig gemacht werden. Die Kontakte bleiben, wie sie sind. Vorher wird alles gesichert.} other {# Änderungen, bis {upto}, würden gelöscht: Sie können dann nicht mehr gezeigt oder rückgängig gemacht werden. Die Kontakte bleiben, wie sie sind. Vorher wird alles gesichert.}}",
  "retention.years": "{count, plural, one {# Jahr} other {# Jahre}}",

  "room.compact": "Komprimieren",
  "room.compactText":
    "Komprimieren gibt bis zu {size} frei. Sie können unterdessen weiterarbeiten; Kontakte und Verlauf bleiben, wie sie sind.",
  "room.heading": "Speicherplatz",
  "room.measuring": "Wird gemessen…",
  "room.unwritten":
    "Die Datensätze der Kontakte ergeben {live}. Ihre Datei belegt bisher {onDisk}; was noch nicht in ihr steht, ist im Änderungsprotokoll sicher.",
  "room.taken": "Die Datensätze der Kontakte belegen {onDisk}; {live} davon sind in Gebrauch.",

  "size.bytes": "{size} Byte",
  "size.gib": "{size} GiB",
  "size.kib": "{size} KiB",
  "size.mib": "{size} MiB",

  "source.bulk": "Sammeländerung",
  "source.commandLine": "Kommandozeile",
  "source.desk": "Fenster",
  "source.import": "Import",
  "source.redo": "Wiederholen",
  "source.repair": "Reparatur",
  "source.sample": "Beispielbuch",
  "source.undo": "Rückgängig",

  "stale.allMine": "Alle meine behalten",
  "stale.allTheirs": "Alle gespeicherten übernehmen",
  "stale.apart":
    "Ihre Änderungen betreffen nichts, was inzwischen geändert wurde. Speichern Sie noch einmal.",
  "stale.before": "Vorher",
  "stale.chosen": "Alles ist gewählt. Speichern Sie es nun.",
  "stale.left": "{count, plural, one {Noch # Feld zu wählen} other {Noch # Felder zu wählen}}",
  "stale.mine": "Meine",
  "stale.ours": "Nur von Ihnen geändert, behalten: {fields}",
  "stale.taken": "Nur anderswo geändert, übernommen: {fields}",
  "stale.text": "Wählen Sie für jedes Feld, wessen Wert es haben soll, und speichern Sie dann.",
  "stale.theirs": "Jetzt gespeichert",
  "stale.title": "Dieser Kontakt wurde geändert, nachdem Sie ihn geöffnet haben",

  "start.empty": "Mit einem leeren Buch beginnen",
  "start.emptyText": "Legen Sie Kontakte einzeln an, oder importieren Sie sie später.",
  "start.import": "Kontakte importieren",
  "start.importText": "Aus CSV, Excel, vCard oder JSON. Sie sehen vorher, was daraus wird.",
  "start.lead": "Ihre Kontakte liegen in einem Buch auf diesem Rechner. Wie möchten Sie beginnen?",
  "start.note": "Nichts verlässt diesen Rechner: Kith arbeitet ohne Netz.",
  "start.sample": "Beispielbuch öffnen",
  "start.sampleText": "Erfundene Kontakte, an denen Sie alles ausprobieren können.",
  "start.title": "Willkommen bei Kith",

  "summary.title": "{count, plural, one {# Angabe ist zu berichtigen} other {# Angaben sind zu berichtigen}}",

  "tab.history": "Verlauf",
  "tab.label": "Darstellungen dieses Kontakts",
  "tab.record": "Kontakt",
  "tab.request": "Anfrage",

  "theme.dark": "Dunkel",
  "theme.label": "Erscheinungsbild",
  "theme.light": "Hell",
  "theme.system": "Wie das System",

  "upkeep.failed": "Das Buch konnte nicht gepflegt werden",

  "value.no": "Nein",
  "value.none": "—",
  "value.notSet": "Nicht angegeben",
  "value.yes": "Ja",

  "views.book": "Buch, Sicherungen",
  "views.duplicates": "Dubletten",
  "views.export": "Exportieren…",
  "views.fields": "Felder",
  "views.heading": "Ansichten",
  "views.import": "Importieren…",
};
