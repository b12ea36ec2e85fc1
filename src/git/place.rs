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
    /// The commit that is checked out; none where there is no commit yet.
    pub head: Option<Id>,
    /// Whether the history is cut off.
    pub is_shallow: bool,
}

impl Place {
    /// The work tree around a folder. The variables of a hook count from the current folder, and not at all without one.
    ///
    /// # Errors
    ///
    /// When there is no `git` command, or the repository is not to be trusted.
    pub fn around(folder: &Path, current: Option<&Path>) -> Result<Self> {
        let git = current.map_or_else(|| Git::alone(folder), |current| Git::new(folder, current))?;
        // One question instead of three, for each starts a process.
        let question = ["rev-parse", "--show-cdup", "--is-shallow-repository", "--revs-only", "HEAD^{commit}"];
        let answer = git.output(&question).map_err(|error| explain(error, folder))?;
        let answer = String::from_utf8_lossy(&answer);
        let (way, is_shallow, head) = parts(&answer);
        let top = folder.join(way);
        let top = top.canonicalize().map_err(|cause| Error::File { action: "read", path: top.clone(), cause })?;
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        if !whole.starts_with(&top) {
            return Err(Error::Git {
                message: format!("the work tree of this repository is `{}`", top.display()),
                help: "check it there; the repository's configuration sets `core.worktree`".to_owned(),
            });
        }
        Ok(Self { git: git.at(&top), top, head, is_shallow })
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

/// The way up to the top, whether the history is cut off, and the commit that is checked out. A way may have any character, so that
/// the lines are read from the last one; where there is no commit, it is not there.
fn parts(answer: &str) -> (&str, bool, Option<Id>) {
    let last = |text: &'_ str| text.trim_end_matches('\n').rfind('\n').map_or(0, |end| end + 1);
    let head = Id::from_hex(answer[last(answer)..].trim_end().as_bytes());
    let answer = if head.is_some() { &answer[..last(answer)] } else { answer };
    let (way, is_shallow) = answer.split_at(last(answer));
    (way.trim_end_matches('\n'), is_shallow.trim_end() == "true", head)
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

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_way_with_line_breaks_is_no_answer_to_another_question() {
        let id = "a2a6494c39673485d6aff22e66ab85a9967ebee1";
        let read = |answer: &str| {
            let (way, is_shallow, head) = parts(answer);
            (way.to_owned(), is_shallow, head.map(|head| head.to_string()))
        };
        assert_eq!(read("\nfalse\n"), (String::new(), false, None), "at the top, without a commit");
        assert_eq!(read(&format!("../\ntrue\n{id}\n")), ("../".to_owned(), true, Some(id.to_owned())));
        assert_eq!(
            read(&format!("false\n{id}\n")),
            (String::new(), false, Some(id.to_owned())),
            "in the folder of Git"
        );
        let odd = format!("/srv/a\ntrue\n{id}");
        assert_eq!(read(&format!("{odd}\nfalse\n{id}\n")), (odd.clone(), false, Some(id.to_owned())));
        assert_eq!(read(&format!("{odd}\nfalse\n")), (odd, false, None));
    }
}
