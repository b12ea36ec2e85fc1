//! `--format FORMAT[=FILE]`: a format and where it goes. Several may be given, at most one of them without a file.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::ErrorKind;

use crate::cli::CheckFormat;
use crate::error::{Error, Result};

/// A format and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// How to write.
    pub format: CheckFormat,
    /// The file; standard output, or the file of `--output`, where there is none.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub struct DestinationParser;

impl TypedValueParser for DestinationParser {
    type Value = Destination;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> std::result::Result<Destination, clap::Error> {
        let text = value.to_str().ok_or_else(|| clap::Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => {
                let message = format!("`{text}` names no file behind `=`");
                return Err(clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command));
            }
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = EnumValueParser::<CheckFormat>::new().parse_ref(command, argument, OsStr::new(name))?;
        Ok(Destination { format, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values: Vec<_> = EnumValueParser::<CheckFormat>::new().possible_values()?.collect();
        Some(Box::new(values.into_iter()))
    }
}

/// Where a file is, by whichever way it is named; it need not be there yet.
fn whole(path: &Path) -> PathBuf {
    let beside = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(beside).unwrap_or_else(|| path.to_owned())
}

/// Whether destinations go together: what goes to one place is one format.
///
/// # Errors
///
/// When two formats go to the same place.
pub fn check(destinations: &[Destination], output: Option<&PathBuf>, current: &Path) -> Result<()> {
    if let Some(output) = output.filter(|_| destinations.iter().all(|destination| destination.file.is_some())) {
        return Err(Error::Usage {
            message: format!("nothing goes to `{}`: every format has a file of its own", output.display()),
            help: "leave out `--output`, or add a format without a file".to_owned(),
        });
    }
    let mut places = HashSet::new();
    for destination in destinations {
        let place = destination.file.as_ref().or(output);
        if !places.insert(place.map(|place| whole(&current.join(place)))) {
            let place = place.map_or_else(|| "standard output".to_owned(), |file| format!("`{}`", file.display()));
            return Err(Error::Usage {
                message: format!("two formats go to {place}"),
                help: "name a file for all formats but one: `--format sarif=out.sarif --format github`".to_owned(),
            });
        }
    }
    Ok(())
}
