//! Trailers of commits.

use serde::Deserialize;

/// What a trailer of a commit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trailer {
    /// Who approved the change.
    Approved,
    /// Who reviewed it.
    Reviewed,
    /// Who wrote it as well.
    Written,
    /// The request for change that it belongs to.
    Change,
    /// That it changes no meaning.
    Editorial,
}
