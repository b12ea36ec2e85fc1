//! Decides which files with the name of a document are read.

use globset::GlobSet;

use super::WalkOptions;
use super::exclusion::{Exclusion, of_folder, of_name};
use super::file_set::FileSet;
use super::path::folder;
use super::vendored::Vendored;

/// Decides over the documents of one tree from its paths alone, so that it serves a work tree, an index and a revision.
pub(super) struct Selection<'a> {
    options: &'a WalkOptions,
    vendored: Vendored,
    /// The folder of the last document, and why everything in it is left out: documents come folder by folder.
    last: Option<(String, Option<Exclusion>)>,
}

impl<'a> Selection<'a> {
    /// Looks once at the files that lie in folders called `vendor` and the like.
    pub(super) fn new(files: &FileSet, options: &'a WalkOptions) -> Self {
        Self { options, vendored: Vendored::of(files), last: None }
    }

    /// Why a document is left out. What the configuration says comes first, because it is what people can change.
    pub(super) fn exclusion(&mut self, document: &str) -> Option<Exclusion> {
        let matches = |globs: &Option<GlobSet>| globs.as_ref().map(|globs| globs.is_match(document));
        if matches(&self.options.exclude) == Some(true) {
            return Some(Exclusion::ByConfiguration);
        }
        if matches(&self.options.include) == Some(false) {
            return Some(Exclusion::NotIncluded);
        }
        if matches(&self.options.always) == Some(true) {
            return None;
        }
        let vendored = || self.vendored.holds(document).then_some(Exclusion::Vendored);
        of_name(document).or_else(vendored).or_else(|| self.folder_exclusion(document))
    }

    fn folder_exclusion(&mut self, document: &str) -> Option<Exclusion> {
        let folder = folder(document);
        if let Some((last, reason)) = &self.last
            && last == folder
        {
            return *reason;
        }
        let reason = of_folder(document);
        self.last = Some((folder.to_owned(), reason));
        reason
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(pattern: &str) -> GlobSet {
        GlobSet::new([globset::Glob::new(pattern).unwrap()]).unwrap()
    }

    fn exclusion(document: &str, options: &WalkOptions) -> Option<Exclusion> {
        Selection::new(&FileSet::default(), options).exclusion(document)
    }

    #[test]
    fn what_belongs_to_tools_is_left_out_with_its_reason() {
        let reason = |path| exclusion(path, &WalkOptions::default());
        for path in [
            ".github/ISSUE_TEMPLATE/bug.md",
            ".github/PULL_REQUEST_TEMPLATE.md",
            ".github/pull_request_template.md",
            ".github/PULL_REQUEST_TEMPLATE/a.md",
            "docs/PULL_REQUEST_TEMPLATE.md",
            ".gitlab/issue_templates/Bug.md",
            ".gitlab/merge_request_templates/a/b.md",
        ] {
            assert_eq!(reason(path), Some(Exclusion::IssueTemplate), "{path}");
        }
        for path in
            ["AGENTS.md", "docs/CLAUDE.md", ".claude/agents/a.md", ".github/prompts/a.prompt.md", ".cursor/a/b.mdx"]
        {
            assert_eq!(reason(path), Some(Exclusion::AgentPrompt), "{path}");
        }
        for path in
            ["node_modules/a/README.md", "site/node_modules/a/b.md", ".venv/lib/a.md", "vendor/bundle/ruby/3.3/a.md"]
        {
            assert_eq!(reason(path), Some(Exclusion::Vendored), "{path}");
        }
    }

    #[test]
    fn what_only_resembles_it_is_read() {
        for path in [
            ".github/CONTRIBUTING.md",
            ".github/SECURITY.md",
            "templates/policy-template.md",
            "policies/issue_template.md",
            "docs/agents.md",
            "docs/prompts/a.md",
            "vendor/index.md",
            "vendor.md",
            "target/package/a.md",
        ] {
            assert_eq!(exclusion(path, &WalkOptions::default()), None, "{path}");
        }
    }

    #[test]
    fn the_configuration_narrows_what_is_read_and_can_keep_what_would_be_left_out() {
        let narrow = WalkOptions {
            include: Some(globs("policies/**")),
            exclude: Some(globs("**/draft.md")),
            ..WalkOptions::default()
        };
        assert_eq!(exclusion("policies/a.md", &narrow), None);
        assert_eq!(exclusion("policies/draft.md", &narrow), Some(Exclusion::ByConfiguration));
        assert_eq!(exclusion("README.md", &narrow), Some(Exclusion::NotIncluded));
        let keep = WalkOptions { always: Some(globs("AGENTS.md")), ..WalkOptions::default() };
        assert_eq!(exclusion("AGENTS.md", &keep), None);
        assert_eq!(exclusion("CLAUDE.md", &keep), Some(Exclusion::AgentPrompt));
    }
}
