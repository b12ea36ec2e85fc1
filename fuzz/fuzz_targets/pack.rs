//! A text to a pack, or to a configuration where it begins with `#c`: nothing panics and every error has a place.
#![no_main]

use clauselint_fuzz::invariants;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if text.starts_with("#c") {
        invariants::config(text);
    } else {
        invariants::pack(text);
    }
});
