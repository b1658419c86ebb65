//! A person's whole name, taken apart.

/// What stands before a family name and belongs to it.
const PARTICLES: [&str; 24] = [
    "af", "al", "ap", "av", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "la", "le", "ten", "ter", "van", "von", "zu",
];

/// The parts of a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub salutation: Option<&'a str>,
    pub first: String,
    pub last: String,
}

/// Takes a name apart: `Last, First`, or first names, particles and the last word. What stands in front and is one of
/// `salutations` is the salutation.
pub(super) fn parts<'a>(name: &str, salutations: &'a [String]) -> Parts<'a> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let salutation = words.first().and_then(|word| salutations.iter().find(|known| known == word));
    if salutation.is_some() {
        words.remove(0);
    }
    let comma = words.iter().position(|word| word.ends_with(','));
    let (first, last) = match comma {
        Some(at) => {
            let (last, first) = words.split_at(at + 1);
            (first.join(" "), last.join(" ").trim_end_matches(',').to_owned())
        }
        None => {
            let (first, last) = words.split_at(begin_of_last(&words));
            (first.join(" "), last.join(" "))
        }
    };
    Parts { salutation: salutation.map(String::as_str), first, last }
}

/// Where the last name begins: at the last word, or at the particles before it.
fn begin_of_last(words: &[&str]) -> usize {
    let is_particle = |word: &&str| PARTICLES.contains(&word.to_lowercase().as_str());
    let last = words.len().saturating_sub(1);
    let particles = words.iter().take(last).rev().take_while(|word| is_particle(word)).count();
    // A name of particles alone keeps its first word as a first name.
    let begin = last - particles;
    if begin == 0 && particles > 0 && words.len() > 2 { 1 } else { begin }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart_at_its_comma_or_before_its_last_word_with_particles() {
        let salutations = ["Dr.".to_owned(), "Ms.".to_owned()];
        for (name, salutation, first, last) in [
            ("Anna Weber", "", "Anna", "Weber"),
            ("Weber, Anna Maria", "", "Anna Maria", "Weber"),
            ("Dr. Ludwig van Beethoven", "Dr.", "Ludwig", "van Beethoven"),
            ("María de la Cruz", "", "María", "de la Cruz"),
            ("Cher", "", "", "Cher"),
            ("  ", "", "", ""),
            ("Ms. O'Neil", "Ms.", "", "O'Neil"),
            ("Van Morrison", "", "", "Van Morrison"),
            ("de la Cruz", "", "de", "la Cruz"),
            ("山田 太郎", "", "山田", "太郎"),
        ] {
            let parts = parts(name, &salutations);
            assert_eq!(
                (parts.salutation.unwrap_or(""), &*parts.first, &*parts.last),
                (salutation, first, last)
            );
        }
    }
}
