//! One file of the repository, read: what a check may look at.

pub mod front_matter;
pub mod node;
pub mod problem;
pub mod value;
