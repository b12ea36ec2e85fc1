//! Records, expressions and the checks over them at their edges, each through a small pack and small documents.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

#[expect(dead_code, reason = "the tests of rules, checks and packs share this module, and each needs a part of it")]
mod fixture;

#[path = "records/acyclic.rs"]
mod acyclic;
#[path = "records/ask.rs"]
mod ask;
#[path = "records/assert.rs"]
mod assert;
#[path = "records/command.rs"]
mod command;
#[path = "records/coverage.rs"]
mod coverage;
#[path = "records/distinct.rs"]
mod distinct;
#[path = "records/elsewhere.rs"]
mod elsewhere;
#[path = "records/folders.rs"]
mod folders;
#[path = "records/forms.rs"]
mod forms;
#[path = "records/functions.rs"]
mod functions;
#[path = "records/growth.rs"]
mod growth;
#[path = "records/inventory.rs"]
mod inventory;
#[path = "records/period.rs"]
mod period;
#[path = "records/places.rs"]
mod places;
#[path = "records/programme.rs"]
mod programme;
#[path = "records/record.rs"]
mod record;
#[path = "records/references.rs"]
mod references;
#[path = "records/refused.rs"]
mod refused;
#[path = "records/refused_checks.rs"]
mod refused_checks;
#[path = "records/run.rs"]
mod run;
#[path = "records/tables.rs"]
mod tables;
#[path = "records/texts.rs"]
mod texts;
#[path = "records/unique.rs"]
mod unique;
#[path = "records/values.rs"]
mod values;
