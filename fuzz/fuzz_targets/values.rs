//! A text to values of every type: nothing panics, and canonical forms are read as what they stand for.
#![no_main]

use clauselint_fuzz::invariants;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| invariants::values(text));
