//! The management review as one page of HTML that needs nothing else: no script to be read, no network, no other file.
//!
//! Templates are filled with the review as `clauselint schema review` describes it (`review`) and with what is easier to prepare here
//! (`page`): clauses by chapter, findings by clause, and the geometry of the plots. Whatever a template prints is escaped and made
//! harmless on its way out.

mod policy;
mod prepare;
mod render;
mod templates;

pub mod plot;

pub use render::page;
pub use templates::Templates;
