//! Arguments to command to exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ErrorKind};
use clauselint::cli::Cli;
use miette::{GraphicalReportHandler, GraphicalTheme};

/// Reading makes many small values, and the system's allocator takes longer over them: whole runs over 15,000 documents took 7 %
/// more processor time with it, in turn with this one (`CONTRIBUTING.md` says how to compare two builds).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        report(&format!(
            "clauselint has a bug: {panic}\nPlease report it with the command and, if you can, the document.\n"
        ));
    }));
    let cli = Cli::try_parse().unwrap_or_else(|mut error| {
        // No path begins with dashes, so that the advice to pass an unknown option as one would mislead.
        if error.kind() == ErrorKind::UnknownArgument {
            error.remove(ContextKind::Suggested);
        }
        error.exit()
    });
    match clauselint::command::run(&cli) {
        Ok(code) => code,
        Err(error) => {
            let mut text = String::new();
            let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
                .with_width(100)
                .with_links(false)
                .with_context_lines(1);
            if handler.render_report(&mut text, &error).is_err() {
                text = format!("{error}\n");
            }
            report(&clauselint::output::printable_lines(&text));
            ExitCode::from(2)
        }
    }
}

/// Where standard error is closed there is nobody to tell.
fn report(text: &str) {
    drop(std::io::stderr().lock().write_all(text.as_bytes()));
}
