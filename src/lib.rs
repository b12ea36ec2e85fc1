//! Checks a repository of documents against the rules of packs. The API is not stable: it serves the binary, tests and fuzzing.
//!
//! | word | means |
//! |---|---|
//! | source | path and text of a file |
//! | document | a source that was read |
//! | kind | what a document is: policy, plan, register |
//! | field | one piece of metadata |
//! | carrier | where metadata stands: front matter, control table, labelled line |
//! | section | a heading and its extent |
//! | record | a typed row taken from documents |
//! | repository | the documents of one run |
//! | pack | a set of rules for one standard |
//! | clause | a numbered requirement |
//! | rule | one checkable statement about a clause |
//! | check | kind and parameters of a rule |
//! | problem | what a check saw |
//! | finding | problem and rule |
//! | verdict | what became of a rule |
//! | waiver | a finding that is accepted until a day |
//! | baseline | findings that were known when it was written |
//! | report | verdicts for people: the gap analysis |
//! | output | findings for machines and terminals |

pub mod source;

pub mod vocabulary;

pub mod document;

pub mod input;

pub mod git;

pub mod history;

pub mod repository;

pub mod record;

pub mod expression;

pub mod check;

pub mod pack;

pub mod config;

pub mod settings;

pub mod ruleset;

pub mod finding;

pub mod waiver;

pub mod persona;

pub mod engine;

pub mod output;

pub mod report;

pub mod cli;

pub mod command;

pub mod error;
