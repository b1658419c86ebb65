//! The mapping that a file suggests: by the program whose header it has, and by the names of its columns.

use kith_formats::{
    dates,
    presets::{self, Sureness},
    table::Cell,
};
use kith_model::{DataType, FieldMetadata, Format, Schema, system};

use super::mapping::{ColumnMapping, Mapping};

impl Mapping {
    /// The mapping in which each column goes to the field that it most likely is: the one of its name or label, the one
    /// that the header's program has there, or one that the column's name is another word for.
    #[must_use]
    pub fn suggest(header: &[String], schema: &Schema) -> Self {
        let names: Vec<_> = schema
            .fields()
            .iter()
            .filter(|field| is_taken(field))
            .map(|field| (field.field_name.clone(), field.display_name.clone()))
            .collect();
        let preset = presets::recognise(header);
        let of_program = |at: usize| preset.as_ref()?.fields.get(at).copied().flatten().map(str::to_owned);
        let alike = presets::suggest(header, &names);
        let of_name = |at: usize| {
            let suggested = alike.get(at)?.as_ref()?;
            (suggested.sureness > Sureness::Possible).then(|| suggested.field.clone())
        };
        let mut mapping = Self { header: header.to_vec(), ..Self::default() };
        // What a program writes is what it means there: Outlook's Title is a salutation.
        let own_name = |(at, column): (usize, &String)| {
            let is_programs = preset.as_ref().is_some_and(|preset| preset.is_known(at));
            let says_other = || of_program(at).is_none_or(|field| field != *column);
            let is_key = system::key_field(column).is_some() || column.contains('.');
            own_field(column, schema).filter(|_| is_key || !is_programs || !says_other())
        };
        let mut taken: Vec<Option<String>> = header.iter().enumerate().map(own_name).collect();
        for at in 0..header.len() {
            let is_free =
                |field: &String| field_of(field, schema).is_some() && !taken.contains(&Some(field.clone()));
            let is_programs = preset.as_ref().is_some_and(|preset| preset.is_known(at));
            let by_name = || of_name(at).filter(|_| !is_programs).filter(is_free);
            let found = of_program(at).filter(is_free).or_else(by_name);
            if let Some(place) = taken.get_mut(at).filter(|place| place.is_none()) {
                *place = found;
            }
        }
        for (at, (column, field)) in header.iter().zip(taken).enumerate() {
            let by_label = preset.as_ref().and_then(|preset| preset.by_label(at));
            let by_label = by_label.filter(|(field, _)| schema.field(field).is_some());
            let label = by_label.and_then(|(_, label)| header.get(label)).cloned();
            let field = by_label.map(|(field, _)| field.to_owned()).or(field);
            if field.is_some() {
                let column = column.clone();
                mapping.columns.push(ColumnMapping { column, field, label, ..ColumnMapping::default() });
            }
        }
        mapping
    }

    /// Finds out how the columns of days write them, from the first rows of the file.
    pub(super) fn find_date_formats(&mut self, header: &[String], sample: &[Vec<Cell>], schema: &Schema) {
        for column in &mut self.columns {
            let is_day = column.field.as_ref().and_then(|field| schema.field(field)).is_some_and(|field| {
                field.data_type == DataType::Date || field.format == Some(Format::DateOrDateTime)
            });
            let Some(at) = header.iter().position(|name| is_day && *name == column.column) else { continue };
            let texts = sample.iter().filter_map(|row| match row.get(at)? {
                Cell::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let form = dates::find(texts).forms.first().copied();
            column.date_format = form
                .filter(|form| *form != dates::DateForm::YearMonthDay)
                .map(|form| form.pattern().to_owned());
        }
    }
}

/// The field whose name a column has, as an export writes it: `Account.Id` too.
fn own_field(column: &str, schema: &Schema) -> Option<String> {
    let (name, part) = column.split_once('.').map_or((column, None), |(name, part)| (name, Some(part)));
    let field = schema.field(name).filter(|field| is_taken(field))?;
    match part {
        None => Some(column.to_owned()),
        Some("Id" | "Name") if is_lookup(field) => Some(column.to_owned()),
        Some(_) => None,
    }
}

fn field_of<'a>(path: &str, schema: &'a Schema) -> Option<&'a FieldMetadata> {
    let name = path.split_once('.').map_or(path, |(name, _)| name);
    schema.field(name).filter(|field| is_taken(field))
}

fn is_lookup(field: &FieldMetadata) -> bool {
    matches!(field.data_type, DataType::Lookup | DataType::Owner | DataType::Reference)
}

fn is_taken(field: &FieldMetadata) -> bool {
    !field.is_system() || system::key_field(&field.field_name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_writes_is_what_it_means_there() {
        let schema = Schema::contact().unwrap();
        let fields = |header: &str| {
            let header: Vec<String> = header.split(',').map(str::to_owned).collect();
            let columns = Mapping::suggest(&header, &schema).columns.into_iter();
            columns.map(|column| (column.column, column.field.unwrap(), column.label)).collect::<Vec<_>>()
        };
        let is = |column: &str, field: &str| (column.to_owned(), field.to_owned(), None);
        let outlook =
            fields("Title,First Name,Middle Name,Last Name,Suffix,Company,Job Title,Account,E-mail Address");
        assert_eq!(outlook[0], is("Title", "Salutation"));
        assert!(outlook.contains(&is("Company", "Account")) && outlook.contains(&is("Job Title", "Title")));
        assert!(outlook.iter().all(|(column, ..)| column != "Account"));
        let google = fields(
            "First Name,Phonetic First Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value",
        );
        let second = ("Phone 2 - Value".to_owned(), "Phone".to_owned(), Some("Phone 2 - Label".to_owned()));
        assert!(google.contains(&second), "{google:?}");
        let thunderbird = fields(
            "First Name,Last Name,Display Name,Screen Name,Primary Email,Birth Year,Birth Month,Birth Day",
        );
        assert!(thunderbird.iter().all(|(_, field, _)| field != "Birthdate"), "{thunderbird:?}");
    }

    #[test]
    fn an_export_of_kiths_own_goes_back_to_where_it_came_from_and_other_words_are_understood() {
        let schema = Schema::contact().unwrap();
        let header =
            ["ExternalId", "Account.Id", "Account.Name", "E-mail", "Shoe size", "ETag"].map(str::to_owned);
        let mut mapping = Mapping::suggest(&header, &schema);
        let fields: Vec<_> = mapping.columns.iter().filter_map(|column| column.field.as_deref()).collect();
        assert_eq!(fields, ["ExternalId", "Account.Id", "Account.Name", "Email"]);
        let header = ["Birthdate".to_owned()];
        mapping = Mapping::suggest(&header, &schema);
        let rows = [vec![Cell::Text("31.12.1999".into())], vec![Cell::Text("01.02.1980".into())]];
        mapping.find_date_formats(&header, &rows, &schema);
        assert!(mapping.columns[0].date_format.is_some());
    }
}
