//! A text to the metadata block at its top: nothing panics and every place lies within the block.
#![no_main]

use clauselint_fuzz::invariants;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| invariants::front_matter(text));
