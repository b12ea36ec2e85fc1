//! What stops a run: the documentation could not be checked. Exit code 2.

use std::path::PathBuf;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

/// What is wrong in a pack or configuration, before it is known in which text.
#[derive(Clone, Debug)]
pub struct Invalid {
    /// The place in bytes.
    pub span: std::ops::Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What stands at the place.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

/// A reason why nothing was checked.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A configuration, pack or vocabulary that is not valid; the user's file is at fault.
    #[error("{message}")]
    Invalid {
        /// What is wrong.
        message: String,
        /// What stands at the place.
        label: String,
        /// What to do.
        #[help]
        help: Option<String>,
        /// The file.
        #[source_code]
        file: Arc<NamedSource<String>>,
        /// The place.
        #[label("{label}")]
        span: SourceSpan,
    },
    /// A file that cannot be read or written.
    #[error("cannot {action} `{}`: {cause}", path.display())]
    #[diagnostic(help("check the path and its permissions"))]
    File {
        /// `read`, `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A file that decides what a run does and is not to be read.
    #[error("`{}` was not read: {reason}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// A name on the command line or in the configuration that means nothing.
    #[error("unknown {what} `{name}`")]
    Unknown {
        /// `rule`, `clause`, `pack`.
        what: &'static str,
        /// The name as given.
        name: String,
        /// What may have been meant, and where all names are listed.
        #[help]
        help: String,
    },
    /// Arguments that do not go together.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// Git is not there, or cannot do what was asked.
    #[error("{message}")]
    Git {
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// No file to check.
    #[error("no documents in `{}`", path.display())]
    #[diagnostic(help(
        "documents are Markdown files that Git does not ignore; `clauselint inspect FILE` says why a file is left out"
    ))]
    NoDocuments {
        /// Where was looked.
        path: PathBuf,
    },
    /// The tree could not be walked.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Input(#[from] crate::input::InputError),
    /// Writing to standard output failed.
    #[error("cannot write the output: {0}")]
    Output(#[from] std::io::Error),
}

impl Error {
    /// An error at a place of a file.
    pub fn invalid(
        name: &str,
        text: &str,
        span: std::ops::Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: Option<String>,
    ) -> Self {
        let end = span.end.min(text.len());
        let start = span.start.min(end);
        Self::Invalid {
            message: message.into(),
            label: label.into(),
            help,
            file: Arc::new(NamedSource::new(name, text.to_owned())),
            span: (start..end).into(),
        }
    }

    /// An error of the TOML reader, at its place.
    pub fn toml(name: &str, text: &str, error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or(0..0);
        Self::invalid(
            name,
            text,
            span,
            format!("`{name}` is not valid"),
            error.message().trim().replace('\n', ", "),
            None,
        )
    }

    /// The same with what to do, where there is something.
    #[must_use]
    pub fn with_help(self, what: Option<&str>) -> Self {
        match (self, what) {
            (Self::Invalid { message, label, file, span, .. }, Some(what)) => {
                Self::Invalid { message, label, help: Some(what.to_owned()), file, span }
            }
            (other, _) => other,
        }
    }

    /// An unknown name, with the nearest of the known ones.
    pub fn unknown<'a>(
        what: &'static str,
        name: &str,
        known: impl Iterator<Item = &'a str>,
        where_listed: &str,
    ) -> Self {
        let help = match crate::document::slug::nearest(name, known) {
            Some(near) => format!("did you mean `{near}`? {where_listed}"),
            None => where_listed.to_owned(),
        };
        Self::Unknown { what, name: name.to_owned(), help }
    }
}

/// Outcome of something that may stop a run.
pub type Result<T, E = Error> = std::result::Result<T, E>;
