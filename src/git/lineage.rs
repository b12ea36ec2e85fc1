//! How commits hang together: which lead to a commit, in which order, and with which each came into the main line.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The commits that lead to one, in the order of `git log`: of those whose children were shown, the newest comes next.
/// Commits are indexes, and `second` tells when one was made.
pub(super) fn order(head: usize, parents: &[Vec<usize>], second: impl Fn(usize) -> i64) -> Vec<usize> {
    let mut order = Vec::new();
    let mut is_seen = vec![false; parents.len()];
    is_seen[head] = true;
    // Of the same second, what was found first comes first.
    let mut found = 0_usize;
    let mut open = BinaryHeap::from([(second(head), Reverse(found), head)]);
    while let Some((_, _, current)) = open.pop() {
        order.push(current);
        for &parent in &parents[current] {
            if !std::mem::replace(&mut is_seen[parent], true) {
                found += 1;
                open.push((second(parent), Reverse(found), parent));
            }
        }
    }
    order
}

/// Of each commit, the commit of the first-parent line from commit 0 through which it came in: what a merge brings lands together.
pub(super) fn landed(parents: &[Vec<usize>]) -> Vec<usize> {
    let mut line = Vec::new();
    let mut next = (!parents.is_empty()).then_some(0);
    while let Some(current) = next {
        line.push(current);
        next = parents[current].first().copied();
    }
    let mut landed = vec![usize::MAX; parents.len()];
    for &main in line.iter().rev() {
        let mut open = vec![main];
        while let Some(current) = open.pop() {
            if landed[current] == usize::MAX {
                landed[current] = main;
                open.extend(&parents[current]);
            }
        }
    }
    landed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_next_and_nothing_before_its_children() {
        // 0 merges 1 and 2; 3 is the parent of both, and its clock went wrong.
        let parents = [vec![1, 2], vec![3], vec![3], vec![]];
        let by = |seconds: [i64; 4]| order(0, &parents, |index| seconds[index]);
        assert_eq!(by([9, 5, 7, 1]), [0, 2, 1, 3]);
        assert_eq!(by([9, 5, 5, 1]), [0, 1, 2, 3]);
        assert_eq!(by([9, 5, 7, 8]), [0, 2, 3, 1]);
        assert_eq!(order(2, &parents, |_| 0), [2, 3]);
    }

    #[test]
    fn what_a_merge_brings_lands_with_it() {
        assert_eq!(landed(&[vec![1, 2], vec![3], vec![3], vec![]]), [0, 1, 0, 3]);
        assert!(landed(&[]).is_empty());
    }
}
