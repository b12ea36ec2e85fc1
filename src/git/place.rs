//! Where a repository is: its top, the way from there, and whether its history is whole.

use std::path::{Path, PathBuf};

use super::Git;
use super::id::Id;
use crate::error::{Error, Result};

/// A work tree of Git and the folder of it that is looked at.
#[derive(Clone, Debug)]
pub struct Place {
    /// The command, run at the top.
    pub git: Git,
    /// The top of the work tree.
    pub top: PathBuf,
}

impl Place {
    /// The work tree around a folder. The variables of a hook count from the current folder, and not at all without one.
    ///
    /// # Errors
    ///
    /// When there is no `git` command, or the repository is not to be trusted.
    pub fn around(folder: &Path, current: Option<&Path>) -> Result<Self> {
        let git = current.map_or_else(|| Git::alone(folder), |current| Git::new(folder, current))?;
        let answer = git.output(&["rev-parse", "--show-cdup"]).map_err(|error| explain(error, folder))?;
        let way = String::from_utf8_lossy(&answer);
        let top = folder.join(way.trim_end_matches('\n'));
        let top = top.canonicalize().map_err(|cause| Error::File { action: "read", path: top.clone(), cause })?;
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        if !whole.starts_with(&top) {
            return Err(Error::Git {
                message: format!("the work tree of this repository is `{}`", top.display()),
                help: "check it there; the repository's configuration sets `core.worktree`".to_owned(),
            });
        }
        Ok(Self { git: git.at(&top), top })
    }

    /// The commit that a revision names.
    ///
    /// # Errors
    ///
    /// When it names none.
    pub fn commit(&self, revision: &str) -> Result<Id> {
        let unknown = || Error::Git {
            message: format!("`{revision}` names no commit of this repository"),
            help: "give a branch, a tag or a commit; in a shallow clone fetch it first (`fetch-depth: 0`)".to_owned(),
        };
        if revision.is_empty() || revision.starts_with('-') {
            return Err(unknown());
        }
        let wanted = format!("{revision}^{{commit}}");
        let found = self.git.output(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
        found.ok().and_then(|answer| Id::from_hex(answer.trim_ascii())).ok_or_else(unknown)
    }

    /// The commit that is checked out; none where there is no commit yet.
    pub fn head(&self) -> Option<Id> {
        self.commit("HEAD").ok()
    }

    /// The newest commit that two have in common.
    ///
    /// # Errors
    ///
    /// When they have none, or the history is cut off before it.
    pub fn merge_base(&self, first: Id, second: Id) -> Result<Id> {
        let found = self.git.output(&["merge-base", &first.to_string(), &second.to_string()]);
        found.ok().and_then(|answer| Id::from_hex(answer.trim_ascii())).ok_or_else(|| Error::Git {
            message: "the two revisions have no commit in common".to_owned(),
            help: "in a shallow clone fetch the whole history (`fetch-depth: 0`)".to_owned(),
        })
    }

    /// Whether the history is cut off.
    ///
    /// # Errors
    ///
    /// When Git cannot say.
    pub fn is_shallow(&self) -> Result<bool> {
        Ok(self.git.output(&["rev-parse", "--is-shallow-repository"])?.trim_ascii() == b"true")
    }

    /// The way from the top to a folder below it, with `/` at the end unless it is the top.
    pub fn way(&self, folder: &Path) -> Option<String> {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let inside = folder.strip_prefix(&self.top).ok()?;
        Some(inside.components().map(|part| part.as_os_str().to_string_lossy() + "/").collect())
    }

    /// Who would be the author of a commit made now, as `Name <address>`.
    pub fn me(&self) -> Option<String> {
        let answer = self.git.output(&["var", "GIT_AUTHOR_IDENT"]).ok()?;
        let text = String::from_utf8_lossy(&answer).into_owned();
        text.rfind('>').map(|end| text[..=end].to_owned())
    }
}

fn explain(error: Error, folder: &Path) -> Error {
    match error {
        Error::Git { message, .. } if message.contains("not a git repository") => Error::Git {
            message: format!("`{}` is not in a Git repository", folder.display()),
            help: "`--staged`, `--rev`, `--changed-since` and rules on history need one; without them everything else is checked"
                .to_owned(),
        },
        Error::Git { message, .. } if message.contains("must be run in a work tree") => Error::Git {
            message: format!("`{}` is in a repository without a work tree", folder.display()),
            help: "run in a work tree; `git worktree add` makes one".to_owned(),
        },
        other => other,
    }
}
