//! Verdicts turned into documents for people.

pub mod gap;
