//! A text to an expression and a message of a rule, over a few records: nothing panics and every error has a place.
#![no_main]

use clauselint_fuzz::invariants;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| invariants::expression(text));
