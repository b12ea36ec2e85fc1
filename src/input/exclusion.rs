//! Why files with the name of a document are left out, and which of them tools define.

use std::fmt;
use std::sync::LazyLock;

use globset::{Glob, GlobBuilder, GlobSet};

use super::path::name;
use Exclusion::{AgentPrompt, IssueTemplate, Vendored};

/// Why a file is not read as a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exclusion {
    /// A form that people fill in when they open an issue or propose a change.
    IssueTemplate,
    /// Written for a coding agent.
    AgentPrompt,
    /// Part of a dependency that was copied into the repository.
    Vendored,
    /// Git ignores it and does not track it.
    GitIgnored,
    /// In a repository of its own, such as a submodule.
    NestedRepository,
    /// In the data of a version control system.
    VersionControl,
    /// A symbolic link, or under one.
    SymbolicLink,
    /// In a folder that could not be opened.
    UnreadableFolder,
    /// The name is not that of a document.
    NotMarkdown,
    /// The configuration leaves it out.
    ByConfiguration,
    /// The configuration says what is read, and this is not part of it.
    NotIncluded,
    /// Nothing of that name was found.
    Absent,
}

impl Exclusion {
    /// The reason as one line for people.
    pub fn explain(self) -> &'static str {
        match self {
            Self::IssueTemplate => "a form for issues or proposed changes, not a document",
            Self::AgentPrompt => "instructions to a coding agent, not a document of the organization",
            Self::Vendored => "copied from a dependency and maintained there",
            Self::GitIgnored => "ignored by Git and not tracked",
            Self::NestedRepository => "in a submodule or another repository of its own",
            Self::VersionControl => "data of the version control system",
            Self::SymbolicLink => "reached through a symbolic link, which is not followed",
            Self::UnreadableFolder => "in a folder that cannot be opened",
            Self::NotMarkdown => "not named like a Markdown document",
            Self::ByConfiguration => "left out by `exclude` in the configuration",
            Self::NotIncluded => "not covered by `include` in the configuration",
            Self::Absent => "there is no such file in the folder that is checked",
        }
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.explain())
    }
}

/// Files that tools define, by their name in any folder. Case matters: `AGENTS.md` is a prompt, `agents.md` may be about the
/// agents of a call centre.
const NAMES: [(&str, Exclusion); 6] = [
    ("AGENTS.md", AgentPrompt),
    ("AGENTS.override.md", AgentPrompt),
    ("CLAUDE.md", AgentPrompt),
    ("CLAUDE.local.md", AgentPrompt),
    ("GEMINI.md", AgentPrompt),
    ("copilot-instructions.md", AgentPrompt),
];

/// Folders that tools define, and templates as single files, by their path. Folders like `vendor` are not here but in
/// `vendored.rs`, because their name alone says nothing.
const LEFT_OUT: [(&str, Exclusion); 41] = [
    ("**/.github/{ISSUE,issue}_{TEMPLATE,template}/**", IssueTemplate),
    ("**/.github/{PULL_REQUEST_TEMPLATE,pull_request_template}/**", IssueTemplate),
    ("**/.github/*TEMPLATE*.md", IssueTemplate),
    ("{,docs/,**/.github/}{ISSUE_TEMPLATE,issue_template}.md", IssueTemplate),
    ("{,docs/,**/.github/}{PULL_REQUEST_TEMPLATE,pull_request_template}.md", IssueTemplate),
    ("{,docs/}PULL_REQUEST_TEMPLATE/**", IssueTemplate),
    ("**/.gitlab/issue_templates/**", IssueTemplate),
    ("**/.gitlab/merge_request_templates/**", IssueTemplate),
    ("**/{.gitea,.forgejo}/{ISSUE,PULL_REQUEST}_TEMPLATE/**", IssueTemplate),
    ("**/{.gitea,.forgejo}/{ISSUE,PULL_REQUEST}_TEMPLATE.md", IssueTemplate),
    ("**/.github/prompts/**", AgentPrompt),
    ("**/.github/instructions/**", AgentPrompt),
    ("**/.github/agents/**", AgentPrompt),
    ("**/.github/chatmodes/**", AgentPrompt),
    ("**/.github/skills/**", AgentPrompt),
    ("**/.agents/**", AgentPrompt),
    ("**/.amazonq/**", AgentPrompt),
    ("**/.claude/**", AgentPrompt),
    ("**/.clinerules/**", AgentPrompt),
    ("**/.codex/**", AgentPrompt),
    ("**/.continue/**", AgentPrompt),
    ("**/.cursor/**", AgentPrompt),
    ("**/.gemini/**", AgentPrompt),
    ("**/.junie/**", AgentPrompt),
    ("**/.kiro/**", AgentPrompt),
    ("**/.opencode/**", AgentPrompt),
    ("**/.roo/**", AgentPrompt),
    ("**/.windsurf/**", AgentPrompt),
    ("**/node_modules/**", Vendored),
    ("**/bower_components/**", Vendored),
    ("**/jspm_packages/**", Vendored),
    ("**/.yarn/**", Vendored),
    ("**/.pnpm-store/**", Vendored),
    ("**/.venv/**", Vendored),
    ("**/site-packages/**", Vendored),
    ("**/__pypackages__/**", Vendored),
    ("**/.tox/**", Vendored),
    ("**/.bundle/**", Vendored),
    ("**/vendor/bundle/{ruby,jruby}/**", Vendored),
    ("**/.cargo/registry/**", Vendored),
    ("**/.terraform/**", Vendored),
];

/// The patterns for whole folders, which end in `/**`: the answer is the same for everything in one folder.
static FOLDERS: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(|pattern| pattern.ends_with("/**")));
/// The patterns for templates that are single files.
static TEMPLATES: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(|pattern| !pattern.ends_with("/**")));

/// Why a document is left out for its name.
pub(super) fn of_name(document: &str) -> Option<Exclusion> {
    let name = name(document);
    let listed = NAMES.iter().find(|(listed, _)| *listed == name).map(|&(_, reason)| reason);
    let is_template = || name.contains("TEMPLATE") || name.contains("template");
    listed.or_else(|| is_template().then(|| TEMPLATES.reason(document)).flatten())
}

/// Why a document is left out for its folder.
pub(super) fn of_folder(document: &str) -> Option<Exclusion> {
    FOLDERS.reason(document)
}

/// Patterns with their reasons.
struct Patterns {
    globs: GlobSet,
    reasons: Vec<Exclusion>,
}

impl Patterns {
    fn new(wanted: impl Fn(&str) -> bool) -> Self {
        let entries = LEFT_OUT.iter().filter(|(pattern, _)| wanted(pattern));
        let (globs, reasons): (Vec<Glob>, _) = entries.map(|&(pattern, reason)| (compile(pattern), reason)).unzip();
        Self { globs: GlobSet::new(globs).expect("the patterns of the table fit together"), reasons }
    }

    /// The reason of the first pattern that a document matches.
    fn reason(&self, document: &str) -> Option<Exclusion> {
        self.globs.matches(document).first().map(|&index| self.reasons[index])
    }
}

fn compile(pattern: &str) -> Glob {
    let mut builder = GlobBuilder::new(pattern);
    builder.literal_separator(true).empty_alternates(true).build().expect("a pattern of the table is a glob")
}
