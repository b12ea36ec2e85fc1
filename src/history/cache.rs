//! Contents that were read before, up to a size.

use std::collections::HashMap;
use std::sync::Arc;

use crate::git::id::Id;

/// Contents by their names. When there is no more room, those go that were used neither in this round nor in the one before; if
/// there is still none, what is new is not kept, so that a round larger than the room keeps the part that it has.
#[derive(Debug)]
pub(super) struct Cache {
    kept: HashMap<Id, Kept>,
    /// Bytes that are kept, and how many may be.
    size: usize,
    limit: usize,
    round: usize,
    /// The round in which room was last made.
    swept: usize,
}

#[derive(Debug)]
struct Kept {
    bytes: Arc<[u8]>,
    round: usize,
}

impl Cache {
    /// An empty one for a number of bytes; for 0 it keeps nothing.
    pub(super) fn new(limit: usize) -> Self {
        Self { kept: HashMap::new(), size: 0, limit, round: 0, swept: 0 }
    }

    /// Whether it keeps anything at all.
    pub(super) fn is_on(&self) -> bool {
        self.limit > 0
    }

    /// Begins a round: what is used from now on is newer than all before.
    pub(super) fn begin(&mut self) {
        self.round += 1;
    }

    pub(super) fn get(&mut self, id: Id) -> Option<Arc<[u8]>> {
        let kept = self.kept.get_mut(&id)?;
        kept.round = self.round;
        Some(Arc::clone(&kept.bytes))
    }

    pub(super) fn put(&mut self, id: Id, bytes: &[u8]) {
        if self.size + bytes.len() > self.limit && self.swept < self.round {
            self.swept = self.round;
            self.kept.retain(|_, kept| kept.round + 1 >= self.round);
            self.size = self.kept.values().map(|kept| kept.bytes.len()).sum();
        }
        if self.size + bytes.len() <= self.limit {
            let replaced = self.kept.insert(id, Kept { bytes: bytes.into(), round: self.round });
            self.size = self.size + bytes.len() - replaced.map_or(0, |kept| kept.bytes.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> Id {
        Id::from_hex(format!("{number:040x}").as_bytes()).unwrap()
    }

    #[test]
    fn what_two_rounds_did_not_use_makes_room_and_nothing_else_does() {
        let mut cache = Cache::new(30);
        cache.begin();
        for number in 1..=4 {
            cache.put(id(number), &[number; 10]);
        }
        assert_eq!(cache.get(id(4)), None, "there was no room");
        cache.begin();
        assert_eq!(cache.get(id(1)).as_deref(), Some(&[1; 10][..]));
        cache.put(id(5), &[5; 10]);
        assert_eq!(cache.get(id(5)), None, "all of it was used in this round or the one before");
        cache.begin();
        cache.put(id(6), &[6; 10]);
        assert!(cache.get(id(6)).is_some() && cache.get(id(1)).is_some());
        assert_eq!((cache.get(id(2)), cache.size), (None, 20));
        cache.put(id(6), &[6; 8]);
        assert_eq!(cache.size, 18);
    }

    #[test]
    fn without_room_nothing_is_kept() {
        let mut cache = Cache::new(0);
        cache.put(id(1), b"a");
        assert_eq!((cache.is_on(), cache.get(id(1))), (false, None));
    }
}
