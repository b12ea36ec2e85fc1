//! Bytes to a document: nothing panics and every place fits.
#![no_main]

use clauselint::input::file::Read;
use clauselint::input::stdin::read_stdin;
use clauselint_fuzz::invariants;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Read::Text(text) = read_stdin(bytes.to_vec()) {
        invariants::document(&invariants::parse("a.md", &text));
    }
});
