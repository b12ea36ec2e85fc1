//! Whether two mentions are of the same person.

use super::person::Person;
use crate::vocabulary::fold;

impl Person {
    /// Whether both mentions may well be of the same person.
    ///
    /// One thing in common is enough: e-mail address, handle, channel, or name. Names also match turned round ("Doe, Jane"), with
    /// an initial ("J. Doe"), and with the account part of an address or handle that is made of two names (`j.doe@example.org`,
    /// `@jane.doe`). A title behind a name says nothing; a role without a name matches the same role or a name that is the role.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |a: &Option<String>, b: &Option<String>| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| fold(a) == fold(b))
        };
        if same_address(self, other) || same(&self.role(), &other.role()) {
            return true;
        }
        if same(&self.role(), &other.name) || same(&self.name, &other.role()) {
            return true;
        }
        let (names, other_names) = (self.names(), other.names());
        let (accounts, other_accounts) = (self.accounts(), other.accounts());
        let any = |some: &[Vec<String>], others: &[Vec<String>]| {
            some.iter().any(|a| others.iter().any(|b| match_names(a, b)))
        };
        // Two accounts never match by their names: j.doe may be John in one company and Jane in another.
        any(&names, &other_names) || any(&names, &other_accounts) || any(&accounts, &other_names)
    }

    /// The title where it stands for itself.
    fn role(&self) -> Option<String> {
        let is_nameless = self.name.is_none() && self.email.is_none() && self.handle.is_none();
        self.title.clone().filter(|_| is_nameless)
    }

    /// The words of the name, and of "Doe, Jane" turned round.
    fn names(&self) -> Vec<Vec<String>> {
        let Some(name) = &self.name else { return Vec::new() };
        let mut names = vec![name_words(name)];
        if let Some(title) = &self.title
            && !name.contains(char::is_whitespace)
        {
            names.push(name_words(&format!("{title} {name}")));
        }
        names
    }

    /// The names that the account part of the address and the handle are made of, where there are exactly two.
    fn accounts(&self) -> Vec<Vec<String>> {
        let local = self.email.as_ref().and_then(|email| email.split_once('@')).map(|(local, _)| local);
        let accounts = [local, self.handle.as_deref()].into_iter().flatten();
        let divided = accounts.filter_map(|account| {
            let mark = ['.', '_', '-'].into_iter().find(|&mark| account.contains(mark))?;
            account.split_once(mark).filter(|(_, last)| !last.contains(['.', '_']))
        });
        divided.map(|(first, last)| name_words(&format!("{first} {last}"))).collect()
    }
}

fn same_address(a: &Person, b: &Person) -> bool {
    let pairs = [(&a.email, &b.email), (&a.handle, &b.handle), (&a.channel, &b.channel)];
    // Not folded: `a-b` and `a_b` are two accounts.
    pairs.iter().any(|pair| matches!(pair, (Some(a), Some(b)) if a.to_lowercase() == b.to_lowercase()))
}

fn name_words(name: &str) -> Vec<String> {
    // A word cut short by a point is a title: "Dr."; one letter is an initial.
    let is_title = |word: &&str| word.ends_with('.') && word.chars().count() > 2;
    let words: Vec<&str> = name.split_whitespace().skip_while(is_title).collect();
    let folded = fold(&words.join(" ").replace(['.', ','], " "));
    folded.split(' ').filter(|word| !word.is_empty()).map(transliterated).collect()
}

/// A word with the letters that are also written as two: Müller and Mueller.
pub(crate) fn transliterated(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'ä' | 'æ' => plain.push_str("ae"),
            'ö' | 'ø' | 'œ' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'å' => plain.push_str("aa"),
            'ß' => plain.push_str("ss"),
            letter => plain.push(letter),
        }
    }
    plain
}

/// Whether two names are equal, or one has only the initial of the first name, or a word in front: "Frau Jane Doe".
fn match_names(a: &[String], b: &[String]) -> bool {
    let is_end_of =
        |short: &[String], long: &[String]| short.len() > 1 && long.len() == short.len() + 1 && long.ends_with(short);
    !a.is_empty() && a == b || is_end_of(a, b) || is_end_of(b, a) || has_initial_of(a, b) || has_initial_of(b, a)
}

/// Whether `short` is the initial of `long` and its surname, or its other names.
fn has_initial_of(short: &[String], long: &[String]) -> bool {
    let ([initial, rest @ ..], [first, others @ ..]) = (short, long) else { return false };
    let is_initial = initial.chars().count() == 1 && first.starts_with(initial.as_str());
    let is_surname = rest.len() == 1 && rest.last() == others.last();
    is_initial && !rest.is_empty() && (rest == others || is_surname)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::document::value::person::{Person, read_people};
    use crate::document::value::tests::words;

    fn person(text: &str) -> Person {
        read_people(text, &words()).valid().unwrap()[0].clone()
    }

    fn assert_same(expected: bool, pairs: &[(&str, &str)]) {
        for (a, b) in pairs {
            assert_eq!(person(a).is_same(&person(b)), expected, "{a} and {b}");
            assert_eq!(person(b).is_same(&person(a)), expected, "{b} and {a}");
        }
    }

    #[test]
    fn one_thing_in_common_is_enough() {
        assert_same(
            true,
            &[
                ("Jane Doe", "jane  DOE, Head of IT"),
                ("Jane Doe <jane@example.org>", "JANE@example.org"),
                ("@jane", "Jane Doe (@Jane)"),
                ("#it", "#IT"),
                ("role:service-level-manager", "role:Service Level Manager"),
                ("role:service-level-manager", "Service Level Manager"),
            ],
        );
    }

    #[test]
    fn names_match_in_their_usual_forms() {
        assert_same(
            true,
            &[
                ("Doe, Jane", "Jane Doe"),
                ("J. Doe", "Jane Doe"),
                ("Doe, J.", "Jane M. Doe"),
                ("A. Meyer-Schmidt", "Anna Meyer-Schmidt"),
                ("j.doe@example.org", "Jane Doe"),
                ("jane.doe@example.org", "J. Doe"),
                ("anna-lena.meyer@example.org", "Anna-Lena Meyer"),
                ("@jane.doe", "Jane Doe"),
                ("Dr. Thomas Köhler", "Thomas Koehler"),
                ("Köhler, Thomas", "gez. Thomas Köhler"),
                ("Frau Anna Weiß-Groß", "Weiss-Gross, Anna"),
            ],
        );
    }

    #[test]
    fn different_people_stay_different() {
        assert_same(
            false,
            &[
                ("Jane Doe", "John Doe"),
                ("J. Doe", "Jane Roe"),
                ("J.", "Jane"),
                ("Bauer, Jane", "Jane Baur"),
                ("Jane", "Mary Jane"),
                ("Jane Doe, CISO", "John Roe, CISO"),
                ("j.doe@example.org", "j.doe@example.com"),
                ("jdoe@example.org", "Jane Doe"),
                ("@a-b", "@a_b"),
                ("role:service-level-manager", "Jane Doe, Service Level Manager"),
                ("role:owner", "role:approver"),
            ],
        );
    }

    proptest! {
        #[test]
        fn everybody_is_themselves(text in "[A-Z][a-z]{1,8} [A-Z][a-z]{1,8}") {
            let person = Person { name: Some(text), ..Person::default() };
            prop_assert!(person.is_same(&person));
        }

        #[test]
        fn no_text_makes_it_panic(a in ".*", b in ".*") {
            let person = |name| Person { name: Some(name), ..Person::default() };
            person(a).is_same(&person(b));
        }
    }
}
