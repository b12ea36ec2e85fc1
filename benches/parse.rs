//! How long reading takes: whole documents of three sizes, metadata alone, and headings.

use clauselint::document::{Document, ReadOptions, front_matter};
use clauselint::source::Source;
use clauselint::vocabulary::Vocabulary;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const POLICY: &str = "\
---
title: Backup policy
id: ISMS-012
owner: Jane Doe, Head of IT
approver: CEO
status: approved
version: 1.4
last_reviewed: 2026-02-01
review_interval: 12 months
---

# Backup policy

## Purpose

What is lost can be restored, see [the plan](plan.md#restore).

## Scope

All systems in the [inventory](../inventory.md), and `scratch` disks as far as they are backed up.

## Responsibilities

- The **service owner** says what is backed up.
- [ ] Operations restores one file a month.
";

const CONTROL_TABLE: &str = "\
# Incident management process

| Document control | |
|---|---|
| **Document ID** | SMS-PRC-004 |
| **Owner** | Jane Doe <jane@example.org> |
| **Approved by** | Service management board |
| **Effective date** | 1 March 2026 |
| **Next review** | 1 March 2027 |
| **Status** | Approved |

## Revision history

| Version | Date | Author | Changes |
|---------|------|--------|---------|
| 1.0 | 2025-02-01 | J. Doe | First issue |
| 1.1 | 2025-09-12 | J. Doe | Priorities |
| 2.0 | 2026-03-01 | J. Doe | New tool |

## Roles and responsibilities

**Process owner:** Jane Doe
";

/// A document of one megabyte: metadata, then chapters of text, tables, code and links.
fn large() -> String {
    let mut text = POLICY.to_owned();
    for chapter in 1.. {
        if text.len() >= 1_000_000 {
            break;
        }
        text.push_str(&format!(
            "\n## {chapter}. Procedure\n\nThe service desk records *every* request, as [the plan](plan.md#step-{chapter}) says.\n\n\
             | Priority | Response | Owner |\n|---|---|---|\n| P1 | 30 min | Operations |\n| P2 | 4 h | Ops & Größe |\n\n\
             ```sh\nbackup --chapter {chapter}\n```\n\n- [x] **Checked:** yes\n- [ ] to do <!-- later -->\n"
        ));
    }
    text
}

fn parse(bencher: Bencher<'_, '_>, text: &str) {
    let vocabulary = Vocabulary::built_in();
    bencher
        .counter(BytesCount::of_str(text))
        .with_inputs(|| Source::new("a.md", text))
        .bench_values(|source| Document::parse(source, vocabulary, ReadOptions::default()));
}

#[divan::bench]
fn small_policy(bencher: Bencher<'_, '_>) {
    parse(bencher, POLICY);
}

#[divan::bench]
fn control_table(bencher: Bencher<'_, '_>) {
    parse(bencher, CONTROL_TABLE);
}

#[divan::bench(sample_count = 20)]
fn large_document(bencher: Bencher<'_, '_>) {
    parse(bencher, &large());
}

#[divan::bench]
fn front_matter_only(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(POLICY)).bench(|| front_matter::read(black_box(POLICY), &mut Vec::new()));
}

const TITLES: [&str; 6] = [
    "Purpose",
    "3.2 Roles & Responsibilities",
    "Zweck und Geltungsbereich",
    "Introduction to our ticketing tool",
    "Document Revision History",
    "What we did when the disk was full",
];

#[divan::bench]
fn headings(bencher: Bencher<'_, '_>) {
    let headings = Vocabulary::built_in().headings();
    bencher
        .counter(ItemsCount::new(TITLES.len()))
        .bench(|| TITLES.map(|title| headings.matches(black_box(title)).len()));
}

#[divan::bench]
fn near_headings(bencher: Bencher<'_, '_>) {
    let headings = Vocabulary::built_in().headings();
    bencher
        .counter(ItemsCount::new(TITLES.len()))
        .bench(|| TITLES.map(|title| headings.near_miss(black_box(title)).is_some()));
}

#[divan::bench]
fn vocabulary() -> Vocabulary {
    Vocabulary::load()
}

fn main() {
    divan::main();
}
