import type { enDuplicates } from "./en-duplicates";

/** German of duplicates. */
export const deDuplicates: Readonly<Record<keyof typeof enDuplicates, string>> = {
  "certainty.likely": "Wahrscheinlich",
  "certainty.possible": "Möglich",
  "certainty.veryLikely": "Sehr wahrscheinlich",

  "duplicates.apart":
    "{count, plural, one {# Paar ist als nicht dieselbe Person vermerkt} other {# Paare sind als nicht dieselbe Person vermerkt}}",
  "duplicates.apartDo": "Nicht dieselbe Person",
  "duplicates.apartDone": "{one} und {other}: als nicht dieselbe Person vermerkt",
  "duplicates.apartLift": "Vielleicht doch dieselbe Person: {one} und {other}",
  "duplicates.apartLifted": "{one} und {other} können wieder dieselbe Person sein",
  "duplicates.apartMay": "Vielleicht dieselbe",
  "duplicates.changed": "Seit der Suche geändert",
  "duplicates.changedContacts":
    "{count, plural, one {# dieser Kontakte wurde seit der Suche geändert.} other {# dieser Kontakte wurden seit der Suche geändert.}}",
  "duplicates.choose": "Wählen Sie ein Paar, um es zu vergleichen",
  "duplicates.comparing": "Wird verglichen: {done} von {total} Kontakten",
  "duplicates.compare": "{one} und {other}",
  "duplicates.field": "Feld",
  "duplicates.first":
    "Die {shown} sichersten von {count} Paaren werden gezeigt. Suchen Sie danach noch einmal.",
  "duplicates.found": "{count, plural, one {# Paar} other {# Paare}} unter {contacts} Kontakten",
  "duplicates.foundMore": "Mehr als {count} Paare unter {contacts} Kontakten",
  "duplicates.gone": "Einer der beiden ist nicht mehr im Buch.",
  "duplicates.kept": "Bleiben, wie sie sind: {fields}",
  "duplicates.list": "Paare, die dieselbe Person sein können",
  "duplicates.merge": "Zusammenführen",
  "duplicates.merged": "{name}: zwei Kontakte zusammengeführt",
  "duplicates.mergeText":
    "Ein Kontakt bleibt mit den gewählten Werten, der andere wird gelöscht. Einmal Rückgängig bringt beide zurück.",
  "duplicates.mergeKey":
    "Die externe ID {key} geht mit dem anderen Kontakt verloren: Anfragen mit ihr finden dann keinen.",
  "duplicates.none": "Keine Dubletten gefunden",
  "duplicates.noneText": "{count, plural, one {# Kontakt wurde} other {# Kontakte wurden}} verglichen.",
  "duplicates.noValue": "nichts",
  "duplicates.open": "Öffnen",
  "duplicates.openContact": "{name} öffnen",
  "duplicates.progress": "Fortschritt",
  "duplicates.reading": "Wird gelesen: {done} von {total} Kontakten",
  "duplicates.sameFields":
    "{count, plural, =0 {Kein weiteres Feld hat in beiden einen Wert} one {# Feld ist in beiden gleich} other {# Felder sind in beiden gleich}}",
  "duplicates.search": "Dubletten suchen",
  "duplicates.searchAgain": "Noch einmal suchen",
  "duplicates.searching": "Wird gesucht…",
  "duplicates.skip": "Überspringen",
  "duplicates.skipped": "Übersprungen",
  "duplicates.stale":
    "Ein Kontakt wurde geändert, während Sie ihn ansahen. Er wird gezeigt, wie er jetzt ist; prüfen Sie die Auswahl.",
  "duplicates.stays": "Dieser Kontakt bleibt",
  "duplicates.stop": "Anhalten",
  "duplicates.stopped": "Die Suche wurde angehalten",
  "duplicates.stopping": "Wird angehalten…",
  "duplicates.text":
    "Kontakte mit derselben E-Mail-Adresse oder Telefonnummer oder mit einem ähnlichen Namen in derselben Firma. Nichts wird von selbst zusammengeführt.",
  "duplicates.title": "Dubletten",
  "duplicates.unnamed": "Kontakt ohne Namen",
  "duplicates.value": "{field} von {name}: {value}",

  "reason.commonEmail": "E-Mail-Adresse, die viele haben: {one}",
  "reason.commonPhone": "Telefonnummer, die viele haben: {one}",
  "reason.sameCompany": "Dieselbe Firma: {one}",
  "reason.sameEmail": "Dieselbe E-Mail-Adresse: {one}",
  "reason.sameName": "Derselbe Name",
  "reason.samePhone": "Dieselbe Telefonnummer: {one}",
  "reason.similarCompany": "Ähnliche Firma: {one}, {other}",
  "reason.similarName": "Ähnlicher Name: {one}, {other}",

  "reasonShort.commonEmail": "E-Mail-Adresse, die viele haben",
  "reasonShort.commonPhone": "Telefonnummer, die viele haben",
  "reasonShort.sameCompany": "dieselbe Firma",
  "reasonShort.sameEmail": "dieselbe E-Mail-Adresse",
  "reasonShort.sameName": "derselbe Name",
  "reasonShort.samePhone": "dieselbe Telefonnummer",
  "reasonShort.similarCompany": "ähnliche Firma",
  "reasonShort.similarName": "ähnlicher Name",
};
