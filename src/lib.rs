//! Checks a repository of documents against the rules of packs. The API is not stable: it serves the binary, tests and fuzzing.

pub mod document;
pub mod source;
pub mod vocabulary;
