//! The configuration, checked and ready to use, together with the kinds of the loaded packs.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use globset::{GlobMatcher, GlobSet};
use jiff::civil::Date;
use toml::Spanned;

use crate::document::slug;
use crate::document::value::Reading;
use crate::document::value::interval::Interval;
use crate::document::value::person::{Person, read_people};
use crate::error::{Error, Result};
use crate::input::path::normalize;
use crate::pack::names::{Kind, Names};
use crate::repository::kind::KindSource;
use crate::repository::noun::{self, Noun};
use crate::vocabulary::{Vocabulary, fold};
use crate::waiver::Waiver;
use crate::waiver::baseline::Baseline;
use crate::waiver::table::day;

use crate::config::{Config, LoadedConfig};

/// What the configuration says, in the form in which checks ask for it.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Clauses and kinds by name.
    pub names: Names,
    /// Other values of the `type` field, folded, to the kind they mean.
    pub kind_spellings: HashMap<String, Arc<str>>,
    /// Those of them that mean other things in titles.
    pub kind_stated_aliases: HashSet<String>,
    /// Nouns that tell the kind at the head of a title.
    pub kind_nouns: Vec<Noun>,
    /// Globs that tell the kind from the path, in the order in which they are tried.
    pub kind_paths: Vec<(GlobMatcher, Arc<str>, KindSource)>,
    /// Folded names of files that tell the kind, without numbers.
    pub kind_names: HashMap<String, Arc<str>>,
    /// Folded names of folders that tell the kind of all that lies in them.
    pub kind_folders: HashMap<String, Arc<str>>,
    /// Globs of documents that are controlled.
    pub controlled: GlobSet,
    /// Globs of documents that are not.
    pub uncontrolled: GlobSet,
    /// Globs of documents that are no longer in force.
    pub archived: GlobSet,
    /// Interval between reviews where neither document nor kind has one.
    pub review_interval: Option<Interval>,
    /// The longest interval between reviews where the kind has none.
    pub max_review_interval: Option<Interval>,
    /// How many days ahead a review counts as due soon.
    pub due_soon_days: i64,
    /// Paths of the registers of people.
    pub people_registers: Vec<String>,
    /// Persons of the configuration.
    pub persons: Arc<[KnownPerson]>,
    /// The folder that `/` in a link means.
    pub link_root: Option<String>,
    /// The day from which on the history is judged.
    pub history_since: Option<Date>,
    /// Whether links to pages of the generated site lead to their sources.
    pub link_pages: bool,
    /// Anchors that every page has.
    pub link_anchors: Vec<String>,
    /// Path and text of the configuration, so that findings can point to it.
    pub configuration: Option<(String, String)>,
    /// The waivers of the configuration.
    pub waivers: Vec<Waiver>,
    /// The longest term of a waiver by rule, with its pack.
    pub max_waivers: HashMap<String, Interval>,
    /// Findings that are known.
    pub baseline: Option<Baseline>,
}

/// A person of the configuration with all spellings.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    /// Name.
    pub name: String,
    /// Every way in which the person is written.
    pub people: Vec<Person>,
    /// The last day on which the person is there.
    pub active_until: Option<Date>,
}

/// How many days ahead a review counts as due soon where nothing is configured.
const DUE_SOON_DAYS: u16 = 30;

impl Settings {
    /// Takes over what a configuration says. Kinds come from packs and configuration together and are added by the caller.
    ///
    /// # Errors
    ///
    /// At the place of the configuration that is not valid.
    pub fn new(loaded: &LoadedConfig, vocabulary: &Vocabulary) -> Result<Self> {
        let config: &Config = &loaded.config;
        Ok(Self {
            controlled: loaded.globs(&config.documents.controlled)?,
            uncontrolled: loaded.globs(&config.documents.uncontrolled)?,
            archived: loaded.globs(&config.documents.archived)?,
            review_interval: config.review.interval,
            max_review_interval: config.review.max_interval,
            due_soon_days: due_soon_days(loaded)?,
            people_registers: config
                .people
                .registers
                .iter()
                .map(|path| path.get_ref().trim_start_matches("./").to_owned())
                .collect(),
            persons: persons(loaded, vocabulary)?,
            configuration: (!loaded.path.as_os_str().is_empty()).then(|| (loaded.name(), loaded.text.clone())),
            history_since: since(loaded)?,
            link_root: link_root(loaded)?,
            link_pages: config.links.pages,
            link_anchors: config.links.anchors.iter().map(|anchor| anchor.trim_start_matches('#').to_owned()).collect(),
            ..Self::default()
        })
    }

    /// Whether the configuration decides that a document is controlled or not.
    pub fn is_controlled(&self, path: &str) -> Option<bool> {
        if self.uncontrolled.is_match(path) { Some(false) } else { self.controlled.is_match(path).then_some(true) }
    }

    /// Whether the configuration says that a document is no longer in force.
    pub fn is_archived(&self, path: &str) -> bool {
        self.archived.is_match(path)
    }

    /// The kind that a folded value of the `type` field means.
    pub fn kind_by_spelling(&self, folded: &str) -> Option<Arc<str>> {
        self.kind_spellings.get(folded).cloned()
    }

    /// The kind that a folded value means which has a letter or two too many, too few, or wrong: one for every five, so that no other
    /// word is taken for a kind. "Runbook" is not "runbooks" misspelled.
    pub fn kind_nearly_spelled(&self, folded: &str) -> Option<Arc<str>> {
        let most = (folded.chars().count() / 5).min(2);
        let others = self.kind_spellings.iter().filter(|(spelling, _)| !slug::is_form_of(folded, spelling));
        slug::misspelled(folded, most, others).map(Arc::clone)
    }

    /// The kind that the path of a document tells.
    pub fn kind_by_path(&self, path: &str, vocabulary: &Vocabulary) -> Option<(Arc<str>, KindSource)> {
        if let Some((_, kind, source)) = self.kind_paths.iter().find(|(glob, _, _)| glob.is_match(path)) {
            return Some((Arc::clone(kind), *source));
        }
        if self.kind_names.is_empty() && self.kind_folders.is_empty() {
            return None;
        }
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = file.split('.').next().unwrap_or(file);
        let folder = words(folder.rsplit('/').next().unwrap_or(folder));
        let hinted = if vocabulary.is_front(stem) {
            self.kind_names.get(&folder)
        } else {
            // "risk-register.template.md" says so behind a full stop.
            let inner = file.rsplit_once('.').map_or(file, |(inner, _)| inner);
            if inner.split('.').skip(1).any(|part| vocabulary.is_about(&words(part))) {
                return None;
            }
            let name = words(stem);
            self.kind_by_name(&name, vocabulary).or_else(|| {
                let singular = folder.strip_suffix('s');
                let found = self.kind_folders.get(&folder).or_else(|| self.kind_folders.get(singular?));
                found.filter(|_| !vocabulary.is_about(&name))
            })
        };
        hinted.map(|kind| (Arc::clone(kind), KindSource::Hinted))
    }

    /// The kind of which a title is the name, or a part of it that is set off: "Audit plan 2026", "Example Ltd – Continuity plan",
    /// "Service level agreement: payments". Kinds that have more special ones are too general to be told so.
    pub fn kind_by_title(&self, title: &str, vocabulary: &Vocabulary) -> Option<Arc<str>> {
        if self.kind_spellings.is_empty() {
            return None;
        }
        let parts = || parts(title);
        let is_other =
            |kind: &Arc<str>, part: &String| self.names.is_general(kind) || self.kind_stated_aliases.contains(part);
        let named = |part: &String| self.kind_by_spelling(part).filter(|kind| !is_other(kind, part));
        let (at, kind) = parts().enumerate().find_map(|(at, part)| Some((at, named(&part)?)))?;
        let is_about = parts().enumerate().any(|(other, part)| other != at && vocabulary.is_about(&part));
        (!is_about).then_some(kind)
    }

    /// The kind that the noun at the head of a title tells, however general it is: "Internal audit report, ACME", "Minutes of the board".
    pub fn kind_by_noun(&self, title: &str, vocabulary: &Vocabulary) -> Option<Arc<str>> {
        // Few titles hold a noun at all.
        let folded = fold(title);
        if !self.kind_nouns.iter().any(|noun| noun.may_be_in(&folded)) {
            return None;
        }
        let parts = || parts(title).flat_map(|part| part.split(',').map(words).collect::<Vec<_>>());
        let told = |part: &String| {
            let noun = noun::of(&self.kind_nouns, part, vocabulary)?;
            Some(self.kind_by_phrase(noun, part, vocabulary).unwrap_or_else(|| Arc::clone(&noun.kind)))
        };
        let (at, kind) = parts().enumerate().find_map(|(at, part)| Some((at, told(&part)?)))?;
        let is_about = parts().enumerate().any(|(other, part)| other != at && vocabulary.is_about(&part));
        (!is_about).then_some(kind)
    }

    /// Whether a kind, or one above it, is told by the nouns of titles: minutes, reports, records.
    pub(crate) fn is_told_by_nouns(&self, kind: &str) -> bool {
        self.names.kinds_above(kind).into_iter().any(|kind| self.is_of_noun(kind))
    }

    /// Whether a noun alone tells just this kind.
    pub(crate) fn is_of_noun(&self, kind: &str) -> bool {
        self.kind_nouns.iter().any(|noun| *noun.kind == *kind)
    }

    /// The special kind that a noun tells together with the words beside it: "Annual internal audit report of the service desk". Only one of
    /// those kinds that nouns tell of, for a policy on suppliers is not the policy that its last words name.
    fn kind_by_phrase(&self, noun: &Noun, title: &str, vocabulary: &Vocabulary) -> Option<Arc<str>> {
        let special = |phrase: String| {
            let kind = self.kind_by_spelling(&phrase).filter(|_| !self.kind_stated_aliases.contains(&phrase))?;
            (!self.is_of_noun(&kind) && self.is_told_by_nouns(&kind)).then_some(kind)
        };
        noun.phrases(title, vocabulary).into_iter().find_map(special)
    }

    /// The kind whose hint the words of a name are, or begin with; a longer hint wins. A name that goes on may be that of a guide.
    fn kind_by_name(&self, words: &str, vocabulary: &Vocabulary) -> Option<&Arc<str>> {
        let mut hint = words;
        loop {
            if let Some(kind) = self.kind_names.get(hint) {
                return Some(kind).filter(|_| !vocabulary.is_about(words[hint.len()..].trim_start()));
            }
            hint = hint.rsplit_once(' ')?.0;
        }
    }

    /// A property of a kind, or of the nearest more general kind that has it.
    pub fn of_kind<T>(&self, kind: Option<&str>, property: impl Fn(&Kind) -> Option<T>) -> Option<T> {
        let mut current = kind;
        for _ in 0..=self.names.kinds.len() {
            let kind = self.names.kinds.get(current?)?;
            if let Some(found) = property(kind) {
                return Some(found);
            }
            current = kind.is.as_deref();
        }
        None
    }

    /// Whether two spellings mean the same person, by themselves or by the aliases of the configuration.
    pub fn is_same_person(&self, first: &Person, second: &Person) -> bool {
        is_same_person(&self.persons, first, second)
    }
}

/// The parts of a title that are set off from each other, folded.
fn parts(title: &str) -> impl Iterator<Item = String> {
    title.split([':', '|', '(', ')', '–', '—']).flat_map(|part| part.split(" - ")).map(words)
}

/// A name folded, without the words that hold a digit: numbers, dates, versions, ids.
fn words(name: &str) -> String {
    let has_id = name.contains(char::is_whitespace) && name.split_whitespace().any(is_id);
    let bare = has_id.then(|| name.split_whitespace().filter(|word| !is_id(word)).collect::<Vec<_>>().join(" "));
    let folded = fold(bare.as_deref().unwrap_or(name));
    let plain = folded.split(' ').filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    plain.collect::<Vec<_>>().join(" ")
}

/// Whether a word is the id of something, with joints that folding would divide: `IA-1`, `INC-2026/04`.
fn is_id(word: &str) -> bool {
    let is_mark = |part: &str| part.len() <= MOST_LETTERS && part.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = word.split(['-', '_', '/', '.']);
    let begins = parts.next().is_some_and(|part| !part.is_empty() && is_mark(part));
    let mut rest = parts.peekable();
    begins
        && rest.peek().is_some()
        && rest.all(|part| is_number(part) || is_mark(part))
        && word.ends_with(|c: char| c.is_ascii_digit())
}

/// Most letters of a mark that begins an id: more of them may be a word in capitals.
const MOST_LETTERS: usize = 4;

/// The longest horizon, in days.
const MOST_DAYS: u16 = 3650;

fn due_soon_days(loaded: &LoadedConfig) -> Result<i64> {
    let Some(days) = &loaded.config.review.due_soon_days else { return Ok(i64::from(DUE_SOON_DAYS)) };
    if *days.get_ref() > MOST_DAYS {
        let message = format!("`due-soon-days` is {}, more than {MOST_DAYS}", days.get_ref());
        return Err(Error::invalid(&loaded.name(), &loaded.text, days.span(), message, "too far ahead", None));
    }
    Ok(i64::from(*days.get_ref()))
}

fn link_root(loaded: &LoadedConfig) -> Result<Option<String>> {
    let Some(root) = &loaded.config.links.root else { return Ok(None) };
    normalize("", root.get_ref()).map(Some).ok_or_else(|| {
        let message = format!("`{}` leads out of the repository", root.get_ref());
        Error::invalid(&loaded.name(), &loaded.text, root.span(), message, "a folder below the root", None)
    })
}

fn since(loaded: &LoadedConfig) -> Result<Option<Date>> {
    let Some(text) = &loaded.config.history.since else { return Ok(None) };
    day(text.get_ref()).map(Some).ok_or_else(|| not_a_date(loaded, text))
}

fn not_a_date(loaded: &LoadedConfig, text: &Spanned<toml::Value>) -> Error {
    let stated = text.get_ref().as_str().map_or_else(|| text.get_ref().to_string(), str::to_owned);
    let message = format!("`{stated}` is not a date");
    Error::invalid(&loaded.name(), &loaded.text, text.span(), message, "write `YYYY-MM-DD`", None)
}

/// Whether two spellings mean the same person, by themselves or because one of the known persons is written both ways.
pub fn is_same_person(persons: &[KnownPerson], first: &Person, second: &Person) -> bool {
    if first.is_same(second) {
        return true;
    }
    let is = |known: &KnownPerson, person: &Person| known.people.iter().any(|spelling| spelling.is_same(person));
    persons.iter().any(|known| is(known, first) && is(known, second))
}

fn persons(loaded: &LoadedConfig, vocabulary: &Vocabulary) -> Result<Arc<[KnownPerson]>> {
    let mut persons = Vec::new();
    for table in &loaded.config.people.persons {
        let mut people = Vec::new();
        for text in std::iter::once(&table.name).chain(&table.aliases) {
            if let Reading::Valid(found) = read_people(text, &vocabulary.words) {
                people.extend(found);
            }
        }
        let active_until = match &table.active_until {
            None => None,
            Some(text) => Some(day(text.get_ref()).ok_or_else(|| not_a_date(loaded, text))?),
        };
        persons.push(KnownPerson { name: table.name.clone(), people, active_until });
    }
    Ok(persons.into())
}
