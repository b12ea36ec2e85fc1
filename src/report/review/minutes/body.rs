//! The sections of the minutes: the headings of the earlier ones, or the titles that the pack has, with what is known below them.

use std::fmt::Write as _;

use super::Order;
use super::day::next_period;
use super::facts::OPEN;
use super::number::first_version;
use crate::document::body::{Section, Table};
use crate::document::{Document, plain};
use crate::pack::record::ColumnType;
use crate::pack::{KindSection, Level};
use crate::record::definition::{Column, Definition, SourceForm};
use crate::report::review::model::Input;
use crate::source::Span;
use crate::vocabulary::headings::HISTORY;
use crate::vocabulary::{Name, fold};

/// The level of sections where nothing shows another one.
const LEVEL: usize = 2;

impl Order<'_> {
    /// All sections in the order of the earlier minutes, then those that these lack.
    pub(super) fn sections(&self) -> String {
        let document = self.model.document;
        let mut out = String::new();
        let mut done: Vec<String> = Vec::new();
        let mut history = String::new();
        // What the earlier minutes lack stands in front of what is decided.
        let mut place = None;
        let names = self.model.member.sections(document, self.vocabulary());
        let sections: Vec<(usize, &Section)> = document.body.sections.iter().enumerate().collect();
        for (at, section) in sections.into_iter().filter(|(at, _)| !self.is_head(*at)) {
            let own = &names[at];
            let heading = document.source.slice(section.span).trim_end();
            if own.iter().any(|name| &**name == HISTORY) {
                history += &self.history(heading, section);
            } else if self.is_minutes {
                done.extend(own.iter().map(ToString::to_string));
                if place.is_none() && self.is_decided(own) {
                    place = Some(out.len());
                }
                let _ = write!(out, "{heading}\n\n{}", self.content(at, section, own));
            }
        }
        let marks = "#".repeat(self.level(names));
        let missing: Vec<&KindSection> = self.asked().filter(|section| !done.contains(&section.name)).collect();
        let rest = out.split_off(place.unwrap_or(out.len()));
        for section in missing {
            let inputs: Vec<&Input> = self.review.inputs.iter().filter(|input| input.name == section.name).collect();
            let _ = write!(out, "{marks} {}\n\n", section.title);
            if inputs.is_empty() {
                out += &self.empty_table(section);
                let _ = writeln!(out, "{OPEN}");
            } else {
                out += &self.input(&inputs);
            }
        }
        out + &rest + &history
    }

    /// Whether a heading is over what is decided: a section that must be there and that no document evidences.
    fn is_decided(&self, names: &[Name]) -> bool {
        let mut asked = self.asked().filter(|asked| asked.evidence.is_empty());
        asked.any(|asked| names.iter().any(|name| **name == *asked.name))
    }

    /// The sections that the kind must have, those of more general kinds included.
    fn asked(&self) -> impl Iterator<Item = &KindSection> {
        let names = &self.judged.set.settings.names;
        let kinds = names.kinds_above(self.kind).into_iter().filter_map(|kind| names.kinds.get(kind));
        kinds.flat_map(|kind| &kind.sections).filter(|section| section.level == Level::Must)
    }

    /// The level on which sections of the kind stand in the earlier minutes.
    fn level(&self, names: &[Vec<Name>]) -> usize {
        let is_asked = |names: &Vec<Name>| self.asked().any(|asked| names.iter().any(|name| **name == *asked.name));
        let sections = self.model.document.body.sections.iter().zip(names);
        let found = sections.filter(|(_, names)| self.is_minutes && is_asked(names)).map(|(section, _)| section.level);
        found.min().map_or(LEVEL, usize::from)
    }

    /// What stands below one heading.
    fn content(&self, at: usize, section: &Section, names: &[Name]) -> String {
        let inputs: Vec<&Input> =
            self.review.inputs.iter().filter(|input| names.iter().any(|name| **name == *input.name)).collect();
        if !inputs.is_empty() {
            return self.input(&inputs);
        }
        let document = self.model.document;
        let next =
            document.body.sections.get(at + 1).map_or(document.source.text().len(), |next| next.span.start as usize);
        let own = Span::new(section.span.end as usize, next);
        let text = document.source.slice(own);
        if text.trim().is_empty() {
            return String::new();
        }
        let labels: Vec<String> = text.lines().filter_map(|line| self.labelled(line)).collect();
        let tables = document.body.tables.iter().filter(|table| own.contains(table.span));
        let mut out = tables.fold(String::new(), |out, table| out + &header(document, table) + "\n");
        if labels.is_empty() {
            return format!("{out}{OPEN}\n");
        }
        out += &labels.join("\n");
        out + "\n\n"
    }

    fn input(&self, inputs: &[&Input]) -> String {
        let facts: String = inputs.iter().map(|input| self.facts(input)).collect();
        format!("{facts}{OPEN}\n")
    }

    /// A line of a label in bold and a value, with the value of this meeting.
    fn labelled(&self, line: &str) -> Option<String> {
        let start = line.find("**")?;
        let is_marker = line[..start].chars().all(|character| matches!(character, ' ' | '\t' | '-' | '+' | '*' | '>'));
        let (label, rest) = line[start + 2..].split_once("**").filter(|_| is_marker)?;
        let is_label = label.ends_with(':') || rest.trim_start().starts_with(':');
        let value = rest.trim_start_matches([':', ' ']);
        let head = &line[..line.len() - value.len()];
        let key = fold(label);
        let kind =
            self.columns().find_map(|definition| Some(definition.columns[definition.column_spelled(&key)?].kind()));
        let day = || value.split(',').next().map(|first| self.days.like(first.trim(), self.day));
        let new = match kind {
            Some(ColumnType::Date | ColumnType::EventDate | ColumnType::LastDay) => day(),
            Some(ColumnType::Period) | None => next_period(value.trim(), self.day, &self.days),
            _ => None,
        };
        let open = || OPEN.trim_start_matches("> ").trim_end().trim_end_matches('.').to_lowercase();
        is_label.then(|| format!("{head}{}", new.unwrap_or_else(open)))
    }

    /// The revision history with the line of this draft.
    fn history(&self, heading: &str, section: &Section) -> String {
        let document = self.model.document;
        let extent = Span { start: section.span.end, end: section.end };
        let Some(table) = document.body.tables.iter().find(|table| extent.contains(table.span)) else {
            return String::new();
        };
        let author = document.people("author").chain(document.people("owner")).next();
        let version = document.field("version").map_or("", |field| field.text.as_str());
        let last = table.rows.last().filter(|_| table.rows.len() > 1);
        let cells = table.rows[0].iter().enumerate().map(|(at, cell)| {
            let title = plain(document.source.slice(*cell));
            let before = last.map(|row| plain(document.source.slice(row[at]))).unwrap_or_default();
            match self.vocabulary().revision_column(&title).map(AsRef::as_ref) {
                Some("version") => first_version(if before.is_empty() { version } else { &before }, self.day),
                Some("date") => self.days.like(&before, self.day),
                Some("author") => author.map(|(person, _)| person.label()).unwrap_or_default(),
                Some("change") => "Draft, filled in from the documents".to_owned(),
                Some("state") => self.draft(&before).unwrap_or_default(),
                _ => String::new(),
            }
        });
        let cells: Vec<String> = cells.collect();
        format!("{heading}\n\n{}| {} |\n\n", header(document, table), cells.join(" | "))
    }

    /// The rows of the tables below the headings of earlier minutes that hold what was decided.
    pub(super) fn decision_tables<'d>(&self, document: &'d Document) -> Vec<&'d [Span]> {
        let names = self.model.member.sections(document, self.vocabulary());
        let sections = document.body.sections.iter().zip(names).filter(|(_, names)| self.is_decided(names));
        let extents: Vec<Span> =
            sections.map(|(section, _)| Span { start: section.span.end, end: section.end }).collect();
        let is_there = |table: &&Table| extents.iter().any(|extent| extent.contains(table.span));
        let tables = document.body.tables.iter().filter(is_there);
        tables.flat_map(|table| table.rows.iter().skip(1)).map(Vec::as_slice).collect()
    }

    /// A table for what is decided, where no earlier minutes show one: the columns of the record of this kind that has a person, a day
    /// and a choice.
    fn empty_table(&self, section: &KindSection) -> String {
        if !section.evidence.is_empty() {
            return String::new();
        }
        let has =
            |definition: &Definition, kind: ColumnType| definition.columns.iter().any(|column| column.kind() == kind);
        let is_it = |definition: &&Definition| {
            let has_day = has(definition, ColumnType::Date)
                || has(definition, ColumnType::EventDate)
                || has(definition, ColumnType::LastDay);
            has_day && has(definition, ColumnType::Person) && has(definition, ColumnType::Choice)
        };
        let Some(definition) = self.records(|form| matches!(form, SourceForm::Table { .. })).find(is_it) else {
            return String::new();
        };
        let columns = definition.columns.iter().enumerate().filter(|(_, column)| !column.table.inherit);
        let mut columns: Vec<(usize, &Column)> = columns.collect();
        columns.sort_by_key(|(at, column)| match column.kind() {
            _ if definition.id == Some(*at) => 0,
            _ if definition.also.contains(at) => 1,
            ColumnType::Person => 3,
            ColumnType::Date | ColumnType::EventDate | ColumnType::LastDay => 4,
            ColumnType::Choice => 5,
            _ => 2,
        });
        let titles: Vec<String> = columns
            .into_iter()
            .map(|(_, column)| {
                let spelled = if column.kind() == ColumnType::Id { column.table.spellings.first() } else { None };
                crate::vocabulary::writing::like_case(
                    "Xx",
                    &spelled.unwrap_or(&column.name).replace('_', " ").to_lowercase(),
                )
            })
            .collect();
        let rule = vec!["---"; titles.len()].join(" | ");
        format!("| {} |\n| {rule} |\n\n", titles.join(" | "))
    }
}

/// The header of a table with the line below it, as they are written.
fn header(document: &Document, table: &Table) -> String {
    document.source.slice(table.span).lines().take(2).fold(String::new(), |out, line| out + line.trim() + "\n")
}
