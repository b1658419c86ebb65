import type { HostTexts } from "./words";

/** German of what the host says in English: what is shipped in schema and layout, and what it says of a refusal. */
export const deHost: HostTexts = {
  "object.Contact": "Kontakt",

  "field.Account": "Firma",
  "field.Name": "Name",
  "field.FirstName": "Vorname",
  "field.LastName": "Nachname",
  "field.AssistantName": "Assistenz",
  "field.Department": "Abteilung",
  "field.Description": "Beschreibung",
  "field.DoNotCall": "Nicht anrufen",
  "field.Email": "E-Mail",
  "field.IsEmailBounced": "E-Mail unzustellbar",
  "field.EmailBouncedDate": "Unzustellbar seit",
  "field.EmailBouncedReason": "Grund der Unzustellbarkeit",
  "field.LeadSource": "Herkunft",
  "field.AssistantPhone": "Telefon der Assistenz",
  "field.Birthdate": "Geburtsdatum",
  "field.Fax": "Fax",
  "field.HasOptedOutOfEmail": "Keine E-Mails",
  "field.HasOptedOutOfFax": "Keine Faxe",
  "field.HomePhone": "Telefon privat",
  "field.MailingAddress": "Postanschrift",
  "field.MailingCity": "Ort",
  "field.MailingCountry": "Land",
  "field.MailingCountryCode": "Ländercode",
  "field.MailingPostalCode": "Postleitzahl",
  "field.MailingState": "Bundesland",
  "field.MailingStreet": "Straße",
  "field.MobilePhone": "Mobiltelefon",
  "field.OtherAddress": "Weitere Anschrift",
  "field.OtherCity": "Weiterer Ort",
  "field.OtherCountry": "Weiteres Land",
  "field.OtherCountryCode": "Weiterer Ländercode",
  "field.OtherPhone": "Weiteres Telefon",
  "field.OtherPostalCode": "Weitere Postleitzahl",
  "field.OtherState": "Weiteres Bundesland",
  "field.OtherStreet": "Weitere Straße",
  "field.Owner": "Inhaber",
  "field.Phone": "Telefon",
  "field.PhotoUrl": "Adresse des Fotos",
  "field.Salutation": "Anrede",
  "field.Title": "Position",
  "field.Id": "ID",
  "field.ExternalId": "Externe ID",
  "field.CreatedDate": "Angelegt",
  "field.ModifiedDate": "Geändert",
  "field.CreatedBy": "Angelegt von",
  "field.ModifiedBy": "Geändert von",
  "field.ETag": "ETag",

  "help.Account": "Die Firma, zu der der Kontakt gehört.",
  "help.Email": "Was das E-Mail-Feld eines Browsers annimmt.",
  "help.EmailBouncedDate": "JJJJ-MM-TT, oder Datum und Uhrzeit nach RFC 3339.",
  "help.Birthdate": "JJJJ-MM-TT",
  "help.MailingCountryCode": "Zwei Großbuchstaben nach ISO 3166-1 alpha-2.",
  "help.OtherCountryCode": "Zwei Großbuchstaben nach ISO 3166-1 alpha-2.",
  "help.Owner": "Wer sich im CRM um den Kontakt kümmert.",
  "help.PhotoUrl":
    "Eine Adresse mit http oder https. Ein Bild wird nur gezeigt, wenn es auf diesem Rechner liegt.",

  "group.identity": "Person",
  "group.company": "Firma",
  "group.phones": "Telefon",
  "group.email": "E-Mail",
  "group.mailing": "Postanschrift",
  "group.other": "Weitere Anschrift",
  "group.preferences": "Kontaktwünsche",
  "group.system": "System",

  "view.all": "Alle Kontakte",
  "view.recent": "Zuletzt bearbeitet",
  "view.changed": "Seit dem letzten Export geändert",
  "view.bounced": "E-Mail unzustellbar",
  "view.attention": "Zu prüfen",

  "issue.Deprecated": "{field}: Das Feld ist stillgelegt, Formulare zeigen es nicht mehr.",
  "issue.EntryDeprecated": "{field}: Dieser Wert wird nicht mehr angeboten.",
  "issue.ExternalIdMismatch":
    "{field}: Der Inhalt nennt eine andere als der Datensatz. Sie wird einmal vergeben und nie geändert: Senden Sie die des Datensatzes oder keine.",
  "issue.FieldNotWritable":
    "{field}: Das Feld ist nur lesbar, nur sein gespeicherter Wert wird angenommen. Lassen Sie es weg.",
  "issue.IdMismatch":
    "{field}: Der Inhalt nennt eine andere als der Datensatz. Eine ID ändert sich nie: Senden Sie die des Datensatzes oder keine.",
  "issue.NotNullable": "{field}: Das Feld darf nicht leer sein. Geben Sie einen Wert ein.",
  "issue.NotUnique": "{field}: Ein anderer Kontakt hat schon denselben Wert. Geben Sie einen anderen ein.",
  "issue.ReadOnly":
    "Das Buch ist nur zum Lesen geöffnet; es wurde nichts geändert. Öffnen Sie es zum Schreiben, oder geben Sie sich Schreibrechte für seinen Ordner.",
  "issue.RequiredField": "{field}: Das ist ein Pflichtfeld. Geben Sie einen Wert ein.",
  "issue.StaleRecord":
    "Der Datensatz wurde geändert, seit er gelesen wurde. Lesen Sie ihn neu, und wiederholen Sie die Änderung.",
  "issue.TooLong": "{field}: Das ist zu lang. Erlaubt sind höchstens {length} Zeichen.",
  "issue.UnknownField": "{field}: Ein Feld dieses Namens gibt es nicht. Groß- und Kleinschreibung zählen.",
  "issue.key":
    "{field}: So kann ein Schlüssel nicht lauten. Er hat 1 bis 255 Zeichen und keine Steuerzeichen.",

  "invalid.country-code":
    "{field}: Das ist kein vergebener Ländercode. Es sind zwei Großbuchstaben nach ISO 3166-1, wie DE.",
  "invalid.date-or-date-time":
    "{field}: Das ist kein Datum. Schreiben Sie JJJJ-MM-TT oder Datum und Uhrzeit, wie 2026-01-31T09:30:00Z.",
  "invalid.email": "{field}: Das ist keine E-Mail-Adresse.",
  "invalid.phone":
    "{field}: Das sieht nicht wie eine Telefonnummer aus. Eine Nummer hat Ziffern, Leerzeichen und Zeichen wie + - ( ) /.",
  "invalid.true-false": "{field}: Erlaubt sind nur true und false.",
  "invalid.url": "{field}: Das ist keine Webadresse mit http oder https.",

  "value.Date": "{field}: Diesen Tag gibt es nicht. Schreiben Sie JJJJ-MM-TT.",
  "value.DateTime":
    "{field}: Das ist kein Zeitpunkt. Schreiben Sie Datum, Uhrzeit und Zeitzone, wie 2026-01-31T09:30:00Z.",
  "value.Int": "{field}: Diese ganze Zahl ist zu groß.",
  "value.digits": "{field}: Das sind zu viele Stellen. Erlaubt sind höchstens {precision}.",
  "value.digitsScale":
    "{field}: Das sind zu viele Stellen. Erlaubt sind höchstens {precision}, davon {scale} nach dem Komma.",
  "value.list": "{field}: Das ist kein Wert der Auswahlliste.",

  "type.boolean": "{field}: Hier steht Ja oder Nein.",
  "type.list": "{field}: Hier steht eine Liste von Texten.",
  "type.number": "{field}: Das ist keine Zahl.",
  "type.object": "{field}: Hier stehen ID und Name, beide als Text.",
  "type.text": "{field}: Hier steht Text.",
  "type.wholeNumber": "{field}: Das ist keine ganze Zahl.",

  "failure.damaged": "Das Buch ist beschädigt. Kith meldet: {message}",
  "failure.inUse":
    "Das Buch ist schon geöffnet, in einem anderen Fenster oder in kith auf der Kommandozeile. Schließen Sie es dort, und versuchen Sie es noch einmal. Kith meldet: {message}",

  "query.afterQuote": "Nach dem Anführungszeichen fehlt ein Leerzeichen.",
  "query.empty":
    "Nach dem Doppelpunkt fehlt ein Wert. Schreiben Sie ihn ohne Leerzeichen dahinter, oder none für Kontakte ohne Wert.",
  "query.field":
    "„{place}“ ist kein Feld. Schreiben Sie den Namen des Felds wie im Schema, etwa LastName. Soll ein Text mit Doppelpunkt gesucht werden, setzen Sie ihn in Anführungszeichen.",
  "query.flag": "„{place}“ nennt kein Ja-oder-Nein-Feld.",
  "query.other": "„{place}“ ist hier nicht verständlich. Die Hilfe (?) zeigt, was Sie eingeben können.",
  "query.quote": "Das schließende Anführungszeichen fehlt.",
  "query.value": "„{place}“ passt nicht zu diesem Feld. Die Hilfe (?) zeigt, was Sie eingeben können.",
};
