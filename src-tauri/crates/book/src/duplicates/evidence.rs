//! What speaks for two contacts being one person, and how strongly.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    likeness::Likeness,
    traits::{Hash, Traits},
};

/// What more contacts than this have in common says little of any two of them: the address of an office, the number of a
/// switchboard, a frequent name.
pub(super) const FEW: usize = 5;

/// What two contacts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReasonKind {
    /// An e-mail address, which few have.
    SameEmail,
    /// A telephone number, which few have.
    SamePhone,
    /// An e-mail address that many have.
    CommonEmail,
    /// A telephone number that many have.
    CommonPhone,
    /// The name, however it is written.
    SameName,
    /// A name that a slip, an initial or a middle name tells apart.
    SimilarName,
    /// The company.
    SameCompany,
    /// A company of a longer name.
    SimilarCompany,
}

impl ReasonKind {
    /// How strongly it speaks by itself, of 100.
    fn weight(self) -> u32 {
        match self {
            Self::SameEmail => 78,
            Self::SamePhone | Self::SameName => 50,
            Self::CommonEmail | Self::SameCompany => 30,
            Self::CommonPhone | Self::SimilarCompany => 20,
            Self::SimilarName => 35,
        }
    }
}

/// How sure it is that two contacts are one person, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// Several things speak for it.
    VeryLikely,
    /// More speaks for it than against it.
    Likely,
    /// It is worth a look.
    Possible,
}

impl Certainty {
    /// That of a score.
    pub(super) fn of(score: u8) -> Self {
        match score {
            80.. => Self::VeryLikely,
            55.. => Self::Likely,
            _ => Self::Possible,
        }
    }
}

/// Two people of other names, whatever they share.
const MOST_OF_OTHER_NAMES: u32 = 40;
/// Two of one name in two companies.
const MOST_OF_HOMONYMS: u32 = 25;

/// What more than a [few](FEW) contacts have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Common {
    /// E-mail addresses.
    pub emails: HashSet<Hash>,
    /// Telephone numbers.
    pub phones: HashSet<Hash>,
    /// Names.
    pub names: HashSet<Hash>,
}

impl Common {
    /// Whether the name of a contact is whole, and rare enough to tell by itself.
    pub fn has_rare_name(&self, contact: &Traits) -> bool {
        contact.name_key().is_some_and(|key| !self.names.contains(&key))
    }
}

/// What speaks for two contacts being one, and its score, of 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Evidence {
    pub score: u8,
    pub reasons: Vec<ReasonKind>,
}

/// Weighs two contacts against each other; none where not enough speaks for their being one.
///
/// An address or a number that few have is enough by itself. One that many have, or a company, needs a name that is near
/// as well; a name alone only where it is rare.
pub(super) fn weigh(one: &Traits, other: &Traits, common: &Common) -> Option<Evidence> {
    let name = one.name.likeness(&other.name);
    let company = one.company_likeness(other);
    let (email, common_email) = shared(&one.emails, &other.emails, &common.emails);
    let (phone, common_phone) = shared(&one.phones, &other.phones, &common.phones);
    let is_rare = || common.has_rare_name(one) && common.has_rare_name(other);
    let is_enough = email
        || phone
        || name.is_near() && (common_email || common_phone || company.is_near())
        || name == Likeness::Same && is_rare();
    if !is_enough {
        return None;
    }
    let reasons: Vec<_> = [
        email.then_some(ReasonKind::SameEmail),
        phone.then_some(ReasonKind::SamePhone),
        common_email.then_some(ReasonKind::CommonEmail),
        common_phone.then_some(ReasonKind::CommonPhone),
        of_likeness(name, ReasonKind::SameName, ReasonKind::SimilarName),
        of_likeness(company, ReasonKind::SameCompany, ReasonKind::SimilarCompany),
    ]
    .into_iter()
    .flatten()
    .collect();
    let is_by_name_alone = reasons == [ReasonKind::SameName];
    let most = match (name, company) {
        (Likeness::Different, _) => MOST_OF_OTHER_NAMES,
        (_, Likeness::Different) if is_by_name_alone => MOST_OF_HOMONYMS,
        _ => 100,
    };
    let score = score(&reasons).min(most);
    Some(Evidence { score: u8::try_from(score).unwrap_or(100), reasons })
}

/// As if each reason were right by its weight, and none depended on another.
fn score(reasons: &[ReasonKind]) -> u32 {
    let against = reasons.iter().fold(10_000, |left, reason| left * (100 - reason.weight()) / 100);
    (10_000 - against) / 100
}

fn of_likeness(likeness: Likeness, same: ReasonKind, similar: ReasonKind) -> Option<ReasonKind> {
    match likeness {
        Likeness::Same => Some(same),
        Likeness::Similar => Some(similar),
        Likeness::Unknown | Likeness::Different => None,
    }
}

/// Whether two have something in common that few have; where not, whether they have something that many have.
fn shared(one: &[Hash], other: &[Hash], common: &HashSet<Hash>) -> (bool, bool) {
    let shared = || one.iter().filter(|key| other.contains(key));
    let is_rare = shared().any(|key| !common.contains(key));
    (is_rare, !is_rare && shared().next().is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::duplicates::tests::traits;

    fn weighed(one: serde_json::Value, other: serde_json::Value) -> Option<(u8, Certainty)> {
        let evidence = weigh(&traits("1", &one), &traits("2", &other), &Common::default());
        let turned = weigh(&traits("2", &other), &traits("1", &one), &Common::default());
        assert_eq!(evidence, turned, "either way");
        evidence.map(|evidence| (evidence.score, Certainty::of(evidence.score)))
    }

    fn certainty(one: serde_json::Value, other: serde_json::Value) -> Option<Certainty> {
        weighed(one, other).map(|(_, certainty)| certainty)
    }

    #[test]
    fn an_address_and_a_name_are_very_likely_one_person() {
        let anna = json!({"Name": "Anna Müller", "Email": "a@x.example"});
        let mueller = json!({"Name": "Mueller, Anna", "Email": "A@X.example", "Phone": "1"});
        assert_eq!(certainty(anna.clone(), mueller), Some(Certainty::VeryLikely));
        assert_eq!(certainty(anna, json!({"Email": "a@x.example"})), Some(Certainty::Likely));
    }

    #[test]
    fn father_and_son_at_one_number_are_no_more_than_possible() {
        let father =
            json!({"Name": "John Smith", "HomePhone": "040 1234567", "Account": {"Name": "Smith & Son"}});
        let son =
            json!({"Name": "Peter Smith", "HomePhone": "+49 40 1234567", "Account": {"Name": "Smith & Son"}});
        assert_eq!(weighed(father, son), Some((40, Certainty::Possible)));
    }

    #[test]
    fn homonyms_in_two_companies_come_last() {
        let at = |company: &str| json!({"Name": "John Smith", "Account": {"Name": company}});
        assert_eq!(weighed(at("Acme"), at("Globex")), Some((25, Certainty::Possible)));
        assert_eq!(certainty(at("Acme"), at("Acme Ltd")), Some(Certainty::Likely));
        let mut common = Common::default();
        common.names.extend(traits("1", &at("Acme")).name_key());
        assert_eq!(
            weigh(&traits("1", &at("Acme")), &traits("2", &at("Globex")), &common),
            None,
            "a frequent name"
        );
    }

    #[test]
    fn what_many_have_needs_a_near_name() {
        let at = |name: &str| {
            traits(name, &json!({"Name": name, "Email": "info@x.example", "Phone": "040 123456"}))
        };
        let mut common = Common::default();
        common.emails.extend(&*at("A").emails);
        common.phones.extend(&*at("A").phones);
        assert_eq!(weigh(&at("Anna Weber"), &at("Peter Kohl"), &common), None);
        let near = weigh(&at("Anna Weber"), &at("Anne Weber"), &common).unwrap();
        assert_eq!(near.reasons, [ReasonKind::CommonEmail, ReasonKind::CommonPhone, ReasonKind::SimilarName]);
    }

    #[test]
    fn nothing_speaks_for_two_contacts_without_anything() {
        assert_eq!(weighed(json!({}), json!({})), None);
        assert_eq!(weighed(json!({"Name": ""}), json!({"Name": "", "Account": {"Name": "Acme"}})), None);
        let acme = json!({"Account": {"Name": "Acme"}});
        assert_eq!(weighed(acme.clone(), acme), None, "a company alone is no person");
    }
}
