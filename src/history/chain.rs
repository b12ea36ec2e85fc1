//! The events of one document in their order, renames followed: each leads from contents to the contents before.

use std::collections::HashMap;

use crate::git::id::Id;
use crate::git::log::{Event, Log};

/// The events of a history by the path to which they led.
pub(super) struct Chains<'l> {
    log: &'l Log,
    by_path: HashMap<&'l str, Vec<usize>>,
}

impl<'l> Chains<'l> {
    pub(super) fn of(log: &'l Log) -> Self {
        let mut by_path: HashMap<&str, Vec<usize>> = HashMap::with_capacity(log.events.len() / 2);
        for (index, event) in log.events.iter().enumerate() {
            by_path.entry(&event.path).or_default().push(index);
        }
        Self { log, by_path }
    }

    /// The newest event at `start` or further back that made a path have some contents. Branches stand side by side in a
    /// history, so that the order alone would mix them; where no event made just these contents, the order decides.
    pub(super) fn origin(&self, path: &str, contents: Id, start: usize) -> Option<(usize, &'l Event)> {
        let events = self.by_path.get(path)?;
        let later = &events[events.partition_point(|&index| index < start)..];
        let with =
            |wanted: &dyn Fn(&Event) -> bool| later.iter().copied().find(|&index| wanted(&self.log.events[index]));
        let found = with(&|event| event.new == Some(contents)).or_else(|| with(&|event| event.new.is_some()))?;
        Some((found, &self.log.events[found]))
    }

    /// The commits that wrote what an event did to a path: its own, or where it is a merge all that the merge brought.
    pub(super) fn writers(&self, event: &Event) -> Vec<usize> {
        let mut writers = Vec::new();
        if event.old.len() > 1 {
            let same_path =
                self.by_path.get(event.path.as_str()).into_iter().flatten().map(|&index| &self.log.events[index]);
            let brought = same_path.filter(|other| self.log.landed[other.commit] == event.commit);
            writers.extend(brought.map(|other| other.commit).filter(|&commit| commit != event.commit));
        }
        if writers.is_empty() {
            writers.push(event.commit);
        }
        writers
    }

    /// The paths whose newest event is that they went away, with the event.
    pub(super) fn gone(&self) -> impl Iterator<Item = &'l Event> {
        self.by_path
            .values()
            .filter_map(|events| events.first())
            .map(|&index| &self.log.events[index])
            .filter(|event| event.new.is_none())
    }
}
