//! A day and up to four documents, divided by U+001E, through all rules to all outputs.
#![no_main]

use clauselint_fuzz::invariants;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use libfuzzer_sys::{Corpus, fuzz_target};

const PATHS: [&str; 4] = ["a.md", "docs/b.mdx", "people.md", "docs/old/c.md"];

fuzz_target!(
    init: {
        // One thread: the cost of waking others is more than that of the work.
        rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("no pool yet");
    },
    |bytes: &[u8]| -> Corpus {
        let Some((day, text)) = bytes.split_first_chunk::<2>() else { return Corpus::Reject };
        let Ok(text) = std::str::from_utf8(text) else { return Corpus::Reject };
        let today = match u16::from_be_bytes(*day) {
            0 => Date::MIN,
            u16::MAX => Date::MAX,
            days => date(1990, 1, 1).checked_add(i32::from(days).days()).expect("a day of this or the next century"),
        };
        let documents = PATHS.iter().zip(text.split('\u{1e}'));
        invariants::check(documents.map(|(path, text)| invariants::parse(path, text)).collect(), today);
        Corpus::Keep
    }
);
