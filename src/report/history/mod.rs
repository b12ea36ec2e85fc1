//! How verdicts developed: the figures of several days, each as it stood then.

pub mod csv;
pub mod terminal;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::figures::Figures;

/// The version of this form.
pub const VERSION: u32 = 1;

/// The figures of several days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct History {
    /// The version of this form.
    pub version: u32,
    /// The first day.
    #[schemars(with = "String")]
    pub since: Date,
    /// The last day.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// The days, the earliest first. Days before the first commit are left out.
    pub points: Vec<Point>,
}

/// A day and how things stood on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Point {
    /// The day.
    #[schemars(with = "String")]
    pub day: Date,
    /// The commit that was the newest of the main line on that day.
    pub commit: String,
    /// Whether the rules are those of the newest commit, because this one had none of its own.
    pub has_later_rules: bool,
    /// The figures. What is due is what becomes due within the horizon of the configuration.
    pub figures: Figures,
}
