//! The events of one document in their order, renames followed: each leads from contents to the contents before.

use std::collections::HashMap;

use crate::git::id::Id;
use crate::git::log::{Event, Log};

/// An event of a document, and what stood before it.
pub(super) struct Link<'l> {
    pub(super) event: &'l Event,
    /// Path and contents before; none where the document came with the event.
    pub(super) before: Option<(&'l str, Id)>,
    /// From which event on the origin of these is looked for.
    pub(super) next: usize,
}

/// The events of a history by the path to which they led.
pub(super) struct Chains<'l> {
    log: &'l Log,
    by_path: HashMap<&'l str, Vec<usize>>,
}

impl<'l> Chains<'l> {
    pub(super) fn of(log: &'l Log) -> Self {
        let mut by_path: HashMap<&str, Vec<usize>> = HashMap::with_capacity(log.events.len() / 2);
        for (index, event) in log.events.iter().enumerate() {
            by_path.entry(&*event.path).or_default().push(index);
        }
        Self { log, by_path }
    }

    /// What made a path have some contents, at `start` or further back. Branches stand side by side in a history, so that the
    /// order alone would mix them; where no event made just these contents, the order decides.
    pub(super) fn origin(&self, path: &str, contents: Id, start: usize) -> Option<Link<'l>> {
        let events = self.by_path.get(path)?;
        let later = &events[events.partition_point(|&index| index < start)..];
        let with = |wanted: &dyn Fn(&Event) -> bool| later.iter().position(|&index| wanted(&self.log.events[index]));
        let found = with(&|event| event.new == Some(contents)).or_else(|| with(&|event| event.new.is_some()))?;
        let event = &self.log.events[later[found]];
        let mut link = Link { event, before: None, next: later[found] + 1 };
        if let (Some(path), Some(&old)) = (&event.before, event.old.first()) {
            link.before = Some((path, old));
        } else {
            // What came back after it had been removed goes on where it ended.
            let removed = later[found + 1..].iter().find(|&&index| self.log.events[index].new.is_none());
            if let Some(&removed) = removed {
                let event = &self.log.events[removed];
                link.before = event.old.first().map(|&old| (&*event.path, old));
                link.next = removed + 1;
            }
        }
        Some(link)
    }

    /// The commits that wrote what an event did to a path: its own, or where it is a merge all that the merge brought.
    pub(super) fn writers(&self, event: &Event) -> Vec<usize> {
        let mut writers = Vec::new();
        if event.old.len() > 1 {
            let same_path = self.by_path.get(&*event.path).into_iter().flatten().map(|&index| &self.log.events[index]);
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
