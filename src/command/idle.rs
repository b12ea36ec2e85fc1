//! Globs of the configuration that match nothing, and entries of the baseline that no rule is for: what they were written for is not
//! done.

use std::path::Path;

use crate::config::{GLOB_CHARACTERS, LoadedConfig, glob};
use crate::document::Document;
use crate::error::Result;
use crate::input::Excluded;
use crate::pack::names::PackSource;
use crate::ruleset::RuleSet;
use crate::source::Source;
use crate::waiver::baseline::FILE_NAME;

/// Every such glob with its place, one a line.
///
/// # Errors
///
/// At the first glob that is not valid.
pub(super) fn globs(
    config: &LoadedConfig,
    root: &Path,
    documents: &[Document],
    excluded: &[Excluded],
) -> Result<Vec<String>> {
    let name = config.name();
    let source = PackSource { name: &name, text: &config.text };
    let paths = || documents.iter().map(Document::path).chain(excluded.iter().map(|excluded| excluded.path.as_str()));
    let mut idle = Vec::new();
    for (key, pattern) in config.all_globs() {
        let matcher = glob(pattern, source)?.compile_matcher();
        // What Git ignores is no document, and may be left out by the configuration as well.
        let is_there = || key == "exclude" && is_present(pattern.get_ref(), root);
        if !paths().any(|path| matcher.is_match(path)) && !is_there() {
            let place = config.place(pattern.span().start);
            idle.push(format!("{name}:{place}: `{}` under `{key}` matches no document", pattern.get_ref()));
        }
    }
    if let Some(links) =
        config.config.links.root.as_ref().filter(|links| !root.join(links.get_ref().trim_start_matches('/')).is_dir())
    {
        let place = config.place(links.span().start);
        idle.push(format!("{name}:{place}: `{}` under `root` of `[links]` is no folder", links.get_ref()));
    }
    Ok(idle)
}

/// Every entry of the baseline whose rule no pack in force has, with its place.
pub(super) fn entries(set: &RuleSet) -> Vec<String> {
    let Some(baseline) = &set.settings.baseline else { return Vec::new() };
    let source = Source::new(FILE_NAME, baseline.text.clone());
    let is_known = |rule: &str| set.rules.iter().any(|(known, _)| known.qualified() == rule);
    let unknown = baseline.known.iter().filter(|known| !is_known(&known.rule));
    unknown
        .map(|known| {
            format!("{FILE_NAME}:{}: no pack in force has a rule `{}`", source.location(known.span.start), known.rule)
        })
        .collect()
}

/// Whether the folder that a glob begins with is there.
fn is_present(pattern: &str, root: &Path) -> bool {
    let plain = pattern.split('/').take_while(|part| !part.contains(GLOB_CHARACTERS) && *part != "..");
    let folder: Vec<&str> = plain.filter(|part| !part.is_empty()).collect();
    !folder.is_empty() && root.join(folder.join("/")).exists()
}
