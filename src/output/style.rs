//! Colours for terminals, or none.

use crate::finding::Severity;

/// Whether escape sequences are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// With colours.
    Coloured,
}

impl Style {
    /// A text in the colour of a severity.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        self.paint(
            text,
            match severity {
                Severity::Error => "1;31",
                Severity::Warning => "1;33",
                Severity::Info => "1;36",
            },
        )
    }

    /// A text in bold.
    pub fn bold(self, text: &str) -> String {
        self.paint(text, "1")
    }

    /// A text that steps back.
    pub fn dim(self, text: &str) -> String {
        self.paint(text, "2")
    }

    /// A text that says that all is well.
    pub fn good(self, text: &str) -> String {
        self.paint(text, "32")
    }

    fn paint(self, text: &str, code: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Coloured => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }
}
