//! The list of checksums, in the form that `sha256sum -c` reads.

use crate::report::register::sha256;

/// A line for each file: its checksum in hexadecimal digits, and its name. A name with a backslash or an end of line in it is
/// escaped, which a backslash at the beginning of the line says.
pub(super) fn sums<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    files.map(|(name, bytes)| line(name, bytes)).collect()
}

fn line(name: &str, bytes: &[u8]) -> String {
    let sum = sha256(bytes);
    if name.contains(['\\', '\n', '\r']) {
        let escaped = name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        return format!("\\{sum}  {escaped}\n");
    }
    format!("{sum}  {name}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_one_that_the_command_writes() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let files = [("a b.md", &b""[..]), ("a\\\nb", &b""[..])];
        assert_eq!(sums(files.into_iter()), format!("{empty}  a b.md\n\\{empty}  a\\\\\\nb\n"));
    }
}
