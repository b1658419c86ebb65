//! Trains the dictionary that stored records are compressed with.
//!
//! ```text
//! cargo run --release -p kith-store --example train-dict -- assets/contact-v2.dict records.jsonl
//! ```
//!
//! It learns from records that are made here and from those in the files that are named, one JSON object a line; every
//! tenth of each is kept apart and tells how short records become. `contact-v2.dict` was trained with the records of
//! `kith sample 6000 --seed 99`, as `kith --json list` gives them, without the fields that are null.
//!
//! A released dictionary is never trained again: values on people's disks name it by number. A better one
//! becomes the next number, beside the old file (see `docs/store-format.md`).

use std::{env, error::Error, fs};

use kith_model::Schema;
use serde_json::{Map, Value, json};

/// Most bytes of the dictionary.
const SIZE: usize = 56 * 1024;
/// How many records are made.
const RECORDS: usize = 6_000;
/// One record of so many is not learned from.
const TRIED: usize = 10;

type Fields = Map<String, Value>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("say where the dictionary is to be written")?;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let order: Vec<String> =
        Schema::contact()?.fields().iter().map(|field| field.field_name.clone()).collect();
    let mut kinds = vec![(0..RECORDS).map(|_| in_order(contact(&mut dice), &order)).collect::<Vec<_>>()];
    for file in arguments {
        let lines = fs::read_to_string(file)?;
        kinds.push(lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?);
    }
    let (mut samples, mut tried) = (Vec::new(), Vec::new());
    for records in &kinds {
        let mut apart = Vec::new();
        for (n, record) in records.iter().enumerate() {
            if n % TRIED == 0 {
                apart.push(serde_json::to_vec(record)?);
            } else {
                samples.push(serde_json::to_vec(record)?);
            }
        }
        tried.push(apart);
    }
    let dictionary = zstd::dict::from_samples(&samples, SIZE)?;
    fs::write(&path, &dictionary)?;
    println!("{path}: {} bytes from {} samples", dictionary.len(), samples.len());
    for (kind, records) in tried.iter().enumerate() {
        for level in [1, 3] {
            println!("records {kind}, level {level}: {}", mean(records, &dictionary, level)?);
        }
    }
    Ok(())
}

/// How long a record is on average, as JSON and compressed.
fn mean(records: &[Vec<u8>], dictionary: &[u8], level: i32) -> Result<String, Box<dyn Error>> {
    let mut compressor = zstd::bulk::Compressor::with_dictionary(level, dictionary)?;
    let (mut plain, mut compressed) = (0, 0);
    for record in records {
        plain += record.len();
        compressed += compressor.compress(record)?.len();
    }
    let count = records.len().max(1);
    Ok(format!("{} bytes of JSON become {}", plain / count, compressed / count))
}

/// A record has its fields in the schema's order.
fn in_order(mut record: Fields, order: &[String]) -> Fields {
    order.iter().filter_map(|field| record.remove_entry(field)).collect()
}

/// A small generator (xorshift), so that the same program makes the same dictionary.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides.max(1)
    }

    fn pick<'a>(&mut self, words: &'a str) -> &'a str {
        let words: Vec<&str> = words.split('|').collect();
        let at = usize::try_from(self.roll(words.len() as u64)).unwrap_or_default();
        words.get(at).copied().unwrap_or_default()
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    fn uuid(&mut self) -> String {
        let (a, b) = (self.roll(1 << 48), self.roll(1 << 48));
        let (c, d) = (self.roll(0xfff), self.roll(0xfff));
        format!("{:08x}-{:04x}-4{c:03x}-a{d:03x}-{b:012x}", a >> 16, a & 0xffff)
    }

    fn phone(&mut self) -> String {
        match self.roll(4) {
            0 => format!("+1 {} {}-{:04}", 201 + self.roll(780), 200 + self.roll(800), self.roll(10_000)),
            1 => format!("+49 {} {:07}", 30 + self.roll(900), self.roll(10_000_000)),
            2 => format!("+44 20 {:04} {:04}", self.roll(10_000), self.roll(10_000)),
            _ => format!("({}) {}-{:04}", 201 + self.roll(780), 200 + self.roll(800), self.roll(10_000)),
        }
    }

    fn date(&mut self, from: u64, years: u64) -> String {
        format!("{}-{:02}-{:02}", from + self.roll(years), 1 + self.roll(12), 1 + self.roll(28))
    }

    fn instant(&mut self) -> String {
        let day = self.date(2022, 7);
        format!(
            "{day}T{:02}:{:02}:{:02}.{:03}Z",
            self.roll(24),
            self.roll(60),
            self.roll(60),
            self.roll(1000)
        )
    }
}

const FIRST: &str = "James|Mary|Robert|Patricia|John|Jennifer|Michael|Linda|David|Elizabeth|William|Barbara|Richard|\
Susan|Joseph|Jessica|Thomas|Sarah|Anna|Max|Sophie|Léa|Jürgen|Zoë|Mateo|Lucía|Wei|Yuki|Olga|Ahmed|Fatima|Priya|Arjun";
const LAST: &str = "Smith|Johnson|Williams|Brown|Jones|Garcia|Miller|Davis|Rodriguez|Martinez|Müller|Schmidt|\
Schneider|Fischer|Weber|Dubois|Lefèvre|Rossi|Bianchi|Novák|Kowalski|Nguyen|Tanaka|Kim|Singh|Patel|O'Brien|van Dijk";
const COMPANY: &str =
    "Acme|Globex|Initech|Umbrella|Stark|Wayne|Northwind|Contoso|Fabrikam|Hooli|Vandelay|Soylent";
const SUFFIX: &str = "Inc.|GmbH|Ltd.|LLC|AG|S.A.|Corporation|Group|Partners|Holding";
const CITY: &str = "New York|San Francisco|Chicago|Boston|Berlin|Hamburg|München|Köln|London|Manchester|Paris|Lyon|\
Madrid|Barcelona|Milano|Roma|Wien|Zürich|Amsterdam|Praha|Warszawa|Stockholm|Toronto|Sydney|Tokyo|Singapore|Mumbai";
const STATE: &str = "NY|CA|IL|MA|TX|WA|FL|Bayern|Berlin|Hessen|England|Île-de-France|Ontario|NSW|";
const COUNTRY: &str = "United States/US|Germany/DE|United Kingdom/GB|France/FR|Spain/ES|Italy/IT|Austria/AT|\
Switzerland/CH|Netherlands/NL|Czechia/CZ|Poland/PL|Sweden/SE|Canada/CA|Australia/AU|Japan/JP|India/IN";
const STREET: &str = "Main Street|High Street|Park Avenue|Oak Street|Church Road|Hauptstraße|Bahnhofstraße|\
Rue de la Paix|Via Roma|Calle Mayor|Station Road|Maple Drive|Market Square|Broadway|Lindenallee";
const TITLE: &str = "Chief Executive Officer|Chief Financial Officer|Vice President of Sales|Account Manager|\
Head of Procurement|Director of Marketing|Software Engineer|Office Manager|Consultant|Legal Counsel|Buyer";
const DEPARTMENT: &str =
    "Sales|Marketing|Finance|Procurement|Legal|Human Resources|Operations|IT|Support|Research";
const LEAD: &str = "Web|Phone Inquiry|Partner Referral|Purchased List|Other";
const SALUTATION: &str = "Mr.|Ms.|Mrs.|Dr.|Prof.|Mx.";
const FLAG: &str = "true|false|false|false";
const NOTE: &str = "Met at the trade fair in spring.|Prefers to be called in the morning.|Asked for a new quote.|\
Decision maker for the renewal of the contract.|Moved from another department last year.|Speaks German and English.|\
Do not send printed material.|Interested in the enterprise edition.|Follow up after the end of the quarter.|\
Introduced by a partner.|Has signed the non-disclosure agreement.|Wants invoices by e-mail only.";

fn contact(dice: &mut Dice) -> Map<String, Value> {
    let (first, last) = (dice.pick(FIRST), dice.pick(LAST));
    let company = format!("{} {}", dice.pick(COMPANY), dice.pick(SUFFIX));
    let mut fields = Map::new();
    system_fields(dice, &mut fields);
    let mut set = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    set("Account", json!({"Id": dice.uuid(), "Name": company}));
    set("Name", json!(format!("{first} {last}")));
    set("FirstName", json!(first));
    set("LastName", json!(last));
    set("Email", json!(email(dice, first, last, &company)));
    set("IsEmailBounced", json!(dice.chance(3)));
    set("Owner", json!({"Id": dice.uuid(), "Name": format!("{} {}", dice.pick(FIRST), dice.pick(LAST))}));
    set("Title", json!(dice.pick(TITLE)));
    for (field, words) in [
        ("Department", DEPARTMENT),
        ("Salutation", SALUTATION),
        ("LeadSource", LEAD),
        ("DoNotCall", FLAG),
        ("HasOptedOutOfEmail", FLAG),
        ("HasOptedOutOfFax", FLAG),
    ] {
        if dice.chance(70) {
            set(field, json!(dice.pick(words)));
        }
    }
    optional_fields(dice, &mut fields);
    address(dice, &mut fields, "Mailing");
    if dice.chance(50) {
        address(dice, &mut fields, "Other");
    }
    fields
}

fn system_fields(dice: &mut Dice, fields: &mut Map<String, Value>) {
    let by = json!({"Id": dice.uuid(), "Name": dice.pick("me|Kith|admin|Anna Weber|Sales desk")});
    fields.insert("Id".into(), json!(dice.uuid()));
    let external = match dice.roll(3) {
        0 => dice.uuid(),
        1 => format!("CRM-{:06}", dice.roll(1_000_000)),
        _ => format!("0035g{:010X}AAA", dice.roll(1 << 40)),
    };
    fields.insert("ExternalId".into(), json!(external));
    fields.insert("CreatedDate".into(), json!(dice.instant()));
    fields.insert("ModifiedDate".into(), json!(dice.instant()));
    fields.insert("CreatedBy".into(), by.clone());
    fields.insert("ModifiedBy".into(), by);
    fields.insert("ETag".into(), json!(dice.uuid().replace('-', "")));
}

fn optional_fields(dice: &mut Dice, fields: &mut Map<String, Value>) {
    for name in ["Phone", "MobilePhone", "HomePhone", "Fax", "OtherPhone", "AssistantPhone"] {
        if dice.chance(60) {
            fields.insert(name.into(), json!(dice.phone()));
        }
    }
    if dice.chance(60) {
        fields.insert("AssistantName".into(), json!(format!("{} {}", dice.pick(FIRST), dice.pick(LAST))));
        fields.insert("Birthdate".into(), json!(dice.date(1945, 60)));
        let photo = format!("https://www.example.com/photos/{}.jpg", dice.uuid());
        fields.insert("PhotoUrl".into(), json!(photo));
    }
    if dice.chance(60) {
        let notes: Vec<&str> = (0..=dice.roll(5)).map(|_| dice.pick(NOTE)).collect();
        fields.insert("Description".into(), json!(notes.join(" ")));
    }
    if dice.chance(5) {
        fields.insert("EmailBouncedDate".into(), json!(dice.date(2022, 7)));
        fields.insert("EmailBouncedReason".into(), json!("550 5.1.1 The address does not exist"));
    }
}

fn email(dice: &mut Dice, first: &str, last: &str, company: &str) -> String {
    let plain =
        |word: &str| word.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    let domain = match dice.roll(3) {
        0 => dice.pick("gmail.com|outlook.com|yahoo.com|web.de|example.com|example.org").to_owned(),
        _ => format!("{}.{}", plain(company), dice.pick("com|de|co.uk|fr|org|net")),
    };
    format!("{}.{}@{domain}", plain(first), plain(last))
}

fn address(dice: &mut Dice, fields: &mut Map<String, Value>, kind: &str) {
    let (country, code) = dice.pick(COUNTRY).split_once('/').unwrap_or_default();
    let (city, state) = (dice.pick(CITY), dice.pick(STATE));
    let street = format!("{} {}", 1 + dice.roll(400), dice.pick(STREET));
    let postal = format!("{:05}", dice.roll(100_000));
    let whole = format!("{street}\n{postal} {city}\n{country}");
    let parts = [
        ("Address", whole.as_str()),
        ("Street", &street),
        ("City", city),
        ("PostalCode", &postal),
        ("State", state),
        ("Country", country),
        ("CountryCode", code),
    ];
    for (part, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        fields.insert(format!("{kind}{part}"), json!(value));
    }
}
