//! `gap`: clause by clause what is covered, weak, missing.

use std::process::ExitCode;

use super::project::{Project, locate};
use super::standing::Standing;
use super::tracked::place;
use super::{Environment, write_output};
use crate::cli::{Gap, GapFormat, Global};
use crate::error::{Error, Result};
use crate::input;
use crate::pack::load::BUILT_IN;
use crate::pack::located::Located;
use crate::report::gap;
use crate::ruleset::RuleSet;

/// Judges the repository and writes the gap analysis. A repository without documents has everything missing, which is an answer.
///
/// # Errors
///
/// When no pack lists documented information, or a clause is not known.
pub fn run(arguments: &Gap, global: &Global, environment: &Environment) -> Result<ExitCode> {
    let (root, mut config) = locate(global, environment, &arguments.paths)?;
    if !arguments.packs.is_empty() {
        config.config.packs = std::iter::once(BUILT_IN[0].0)
            .chain(arguments.packs.iter().map(String::as_str).filter(|name| *name != BUILT_IN[0].0))
            .map(Located::nowhere)
            .collect();
    }
    let set = RuleSet::load(&config, &root)?;
    if set.settings.names.items.is_empty() {
        let known: Vec<&str> = BUILT_IN.iter().skip(1).map(|(name, _)| *name).collect();
        return Err(Error::Usage {
            message: "no pack says what documented information its clauses ask for".to_owned(),
            help: format!(
                "add `packs = [\"core\", \"{}\"]` to the configuration, or give `--pack {}`",
                known.join("\", \""),
                known.join(" --pack ")
            ),
        });
    }
    let wanted = match &arguments.clause {
        None => None,
        Some(text) => {
            let names = &set.settings.names;
            let known = names.clauses.keys().map(String::as_str);
            let id = names.clause(text).map(str::to_owned);
            Some(id.ok_or_else(|| Error::unknown("clause", text, known, "`clauselint gap` lists all clauses"))?)
        }
    };
    let stated = input::head_commit(&root);
    let project = Project::with_rules(root, &config, set, environment, None)?;
    // Outside Git there is no history to be judged, and everything else is the same.
    let place = place(environment, &arguments.paths).ok().map(|(place, _)| place);
    let head = place.as_ref().and_then(|place| place.head);
    let mut standing = Standing::judge(project, head, None, environment);
    standing.compare(place.as_ref())?;
    let analysis = &mut standing.gap;
    analysis.commit = analysis.commit.take().or(stated);
    if let Some(id) = wanted {
        analysis.narrow(&id);
    }
    write_output(global, |out| match arguments.format {
        GapFormat::Terminal => gap::terminal::write(out, analysis, environment.style, environment.width),
        GapFormat::Json => gap::json::write(out, analysis),
        GapFormat::Markdown => gap::markdown::write(out, analysis),
        GapFormat::Csv => gap::csv::write(out, analysis),
    })?;
    super::note_differences(arguments.format, analysis.differs.as_deref(), global);
    std::mem::forget(standing);
    Ok(ExitCode::SUCCESS)
}
