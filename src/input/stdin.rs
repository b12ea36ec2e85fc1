//! The one document that comes from standard input.

use super::file::{Read, decode};

/// The text that standard input gave, under the same conditions as a file.
pub fn read_stdin(bytes: Vec<u8>) -> Read {
    decode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::problem::ProblemCode;

    #[test]
    fn standard_input_must_be_utf_8_like_a_file() {
        assert!(matches!(read_stdin(b"# Policy\n".to_vec()), Read::Text(text) if text == "# Policy\n"));
        assert!(
            matches!(read_stdin(vec![0xe4]), Read::Broken(before, problem) if before.is_empty() && problem.code == ProblemCode::NotUtf8)
        );
    }
}
