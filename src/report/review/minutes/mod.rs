//! Minutes of the management review, filled with what is known, in the conventions of the repository: those of its newest minutes, or
//! where there are none those that most controlled documents share. What the kind of the minutes is, a pack says.

mod body;
mod day;
mod facts;
mod head;
mod number;

use std::collections::HashMap;

use jiff::civil::Date;

use super::inputs::{latest_day, minutes};
use super::model::Review;
use crate::check::Subject;
use crate::document::field::{Carrier, Typed};
use crate::record::definition::{Definition, SourceForm};
use crate::report::Judged;
use crate::vocabulary::writing::Writing;
use crate::vocabulary::{Phase, Vocabulary};
use day::Days;

/// Minutes that are to be written.
struct Order<'a> {
    judged: Judged<'a>,
    review: &'a Review,
    /// Where they will stand, from the root.
    path: &'a str,
    /// The day of the meeting.
    day: Date,
    kind: &'a str,
    /// The document whose conventions are followed.
    model: Subject<'a>,
    /// Whether that document is earlier minutes.
    is_minutes: bool,
    /// The day of the earlier meeting.
    earlier_day: Option<Date>,
    days: Days<'a>,
    writing: &'a Writing,
}

/// Writes the minutes that will stand at a path from the root; none where no pack knows a document of that kind, or no document
/// shows how documents are written here.
pub fn write(judged: Judged<'_>, review: &Review, path: &str) -> Option<String> {
    let kinds = minutes(&judged.set.settings.names);
    let names = &judged.set.settings.names;
    let is_of = |subject: &Subject<'_>, kind: &str| {
        subject.member.kind.as_ref().is_some_and(|(own, _)| names.is_kind(own, kind))
    };
    let newest = |kind: &str| {
        let earlier = judged.subjects().filter(|subject| is_of(subject, kind));
        earlier
            .max_by_key(|s| (s.member.phase == Phase::InForce, latest_day(*s, judged.report.as_of), s.document.path()))
    };
    let earlier = kinds.iter().find_map(|kind| Some((*kind, newest(kind)?)));
    let (kind, model, is_minutes) = match earlier {
        Some((kind, model)) => (kind, model, true),
        None => (*kinds.first()?, typical(judged, kinds.first()?)?, false),
    };
    let writing = Writing::load();
    let language = language(judged, &writing);
    let vocabulary = &judged.set.vocabulary;
    let mut days = Days { vocabulary, writing: &writing, language, example: None };
    days.example = example(model, &days);
    let order = Order {
        judged,
        review,
        path,
        day: judged.report.as_of,
        kind,
        model,
        is_minutes,
        earlier_day: is_minutes.then(|| latest_day(model, judged.report.as_of)).flatten(),
        days,
        writing: &writing,
    };
    Some(order.text())
}

/// Whether a pack knows a kind of document whose sections are the inputs of a management review.
pub fn is_known(judged: Judged<'_>) -> bool {
    !minutes(&judged.set.settings.names).is_empty()
}

/// The controlled document that shows best how metadata is kept here: in the carrier that most use, of a kind near to that of the
/// minutes.
fn typical<'a>(judged: Judged<'a>, kind: &str) -> Option<Subject<'a>> {
    let names = &judged.set.settings.names;
    let general = names.kinds.get(kind).and_then(|kind| kind.is.clone());
    let carrier =
        |subject: &Subject<'_>| -> Option<Carrier> { subject.document.field("owner").map(|field| field.carrier) };
    let mut counts: HashMap<Carrier, usize> = HashMap::new();
    for carrier in judged.subjects().filter_map(|subject| carrier(&subject)) {
        *counts.entry(carrier).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(carrier, number)| (*number, carrier.to_string()))?.0;
    let is_near = |subject: &Subject<'_>| {
        let own = subject.member.kind.as_ref().map(|(kind, _)| kind);
        general.as_ref().zip(own).is_some_and(|(general, own)| names.is_kind(own, general))
    };
    let wanted = judged.subjects().filter(|subject| carrier(subject) == Some(most));
    wanted.max_by_key(|s| (is_near(s), s.member.phase == Phase::InForce, std::cmp::Reverse(s.document.path())))
}

/// The language in which states and months are mostly written.
fn language(judged: Judged<'_>, writing: &Writing) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    for field in judged.subjects().flat_map(|subject| &subject.document.fields) {
        match &field.typed {
            Typed::Date(_) => words.extend(field.text.split(|character: char| !character.is_alphabetic())),
            Typed::State(_) => words.push(&field.text),
            _ => {}
        }
    }
    writing.language(words.into_iter().filter(|word| !word.is_empty())).map(str::to_owned)
}

/// A day as a document writes it, one in which day and month differ.
fn example(model: Subject<'_>, days: &Days<'_>) -> Option<String> {
    let texts =
        model.document.fields.iter().filter(|field| matches!(field.typed, Typed::Date(_))).map(|field| &field.text);
    let clear = |text: &&String| days.read(text).is_some_and(|day| i32::from(day.day()) > 12);
    texts.clone().find(clear).or_else(|| texts.clone().find(|text| days.read(text).is_some())).cloned()
}

impl<'a> Order<'a> {
    fn vocabulary(&self) -> &'a Vocabulary {
        &self.judged.set.vocabulary
    }

    /// The records of the kind that stand in a form.
    fn records(&self, is_wanted: impl Fn(&SourceForm) -> bool) -> impl Iterator<Item = &'a Definition> {
        let names = &self.judged.set.settings.names;
        let kind = self.kind;
        names.records.iter().map(AsRef::as_ref).filter(move |definition: &&Definition| {
            let is_of = |kinds: &[std::sync::Arc<str>]| kinds.iter().any(|known| names.is_kind(kind, known));
            definition.sources.iter().any(|source| is_wanted(&source.form) && is_of(&source.kinds))
        })
    }

    /// The records that the minutes as a whole are: what their metadata means.
    fn columns(&self) -> impl Iterator<Item = &'a Definition> {
        self.records(|form| matches!(form, SourceForm::Document { .. }))
    }

    /// What a draft calls its state here, in the spelling of the repository where it has one.
    fn draft(&self, example: &str) -> Option<String> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for subject in self.judged.subjects().filter(|subject| subject.member.phase == Phase::Draft) {
            for field in subject.document.fields_named("status") {
                *counts.entry(field.text.as_str()).or_default() += 1;
            }
        }
        let most = counts.into_iter().max_by_key(|(text, number)| (*number, std::cmp::Reverse(*text)));
        let word = most.map(|(text, _)| text.to_owned());
        word.or_else(|| self.writing.draft(self.days.language.as_deref(), example))
    }

    fn text(&self) -> String {
        let head = self.head();
        let mut text = head.top;
        if !self.is_minutes && !self.model.document.body.has_title() {
            text += &format!("# {}\n\n", self.kind);
        }
        text += &self.summary();
        text += "\n";
        text += &self.sections();
        text += &head.foot;
        let mut text = text.trim_end().replace("\r\n", "\n");
        let model = self.model.document.source.text();
        if model.ends_with('\n') {
            text.push('\n');
        }
        if model.contains("\r\n") { text.replace('\n', "\r\n") } else { text }
    }
}
