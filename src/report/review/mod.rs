//! The management review: what a service manager has to know before the meeting, made from one commit, one set of packs and one
//! day, so that anyone can make it again.

pub mod build;
mod consistency;
pub mod csv;
pub mod html;
mod inputs;
mod link;
pub mod markdown;
pub mod minutes;
pub mod model;

pub use build::{Circumstances, build};
pub use link::{address, base, base_of_path};
pub use model::Review;
