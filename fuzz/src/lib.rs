//! What the fuzz targets share. `invariants` is also a module of `tests/properties.rs`.

pub mod invariants;
