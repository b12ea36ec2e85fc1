//! Reads one file of the work tree as text. Nothing that is not a regular file is read, and nothing is waited for.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use crate::document::problem::{ParseProblem, ProblemCode};
use crate::source::Span;

/// The largest file that is read, in bytes; offsets within it fit a `Span`.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// What reading gave: the text, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// The whole text, as it stands in the file.
    Text(String),
    /// Why the file has no text that can be checked.
    Problem(ParseProblem),
    /// The text up to a byte that is no text, and what is wrong there.
    Broken(String, ParseProblem),
}

/// Reads a file into one buffer. It fails for nothing: whatever is wrong is a problem of that document.
pub fn read(file: &Path) -> Read {
    match bytes(file) {
        Ok(bytes) => decode(bytes),
        Err(problem) => Read::Problem(problem),
    }
}

/// Text from bytes, without copying them.
pub(super) fn decode(bytes: Vec<u8>) -> Read {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Read::Problem(too_large());
    }
    String::from_utf8(bytes).map_or_else(
        |error| {
            let problem = not_utf8(&error);
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            Read::Broken(String::from_utf8(bytes).unwrap_or_default(), problem)
        },
        Read::Text,
    )
}

/// A problem of a file as a whole.
pub(super) fn whole_file(code: ProblemCode, message: impl Into<String>) -> ParseProblem {
    ParseProblem::new(code, Span::at(0), message)
}

/// Something that the system refused to do with a file or a folder.
pub(super) fn unreadable(error: &io::Error) -> ParseProblem {
    whole_file(ProblemCode::Unreadable, format!("cannot be read: {}", error.kind()))
}

/// Something that has the name of a document and is no file: a FIFO, a socket, a device or a folder.
pub(super) fn not_regular() -> ParseProblem {
    whole_file(ProblemCode::Unreadable, "not a regular file, so it was not opened")
}

/// Reads the bytes of a regular file. The limit is applied again while reading, because the file may grow and because special file
/// systems state no size.
fn bytes(file: &Path) -> Result<Vec<u8>, ParseProblem> {
    let mut opened = open(file)?;
    let metadata = opened.metadata().map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(not_regular());
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let expected = usize::try_from(metadata.len()).unwrap_or_default();
    // A regular file gives less than was asked for at its end alone: one question is enough for most.
    let mut buffer = vec![0; expected + 1];
    let read = match opened.read(&mut buffer) {
        Ok(read) => read,
        Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
        Err(error) => return Err(unreadable(&error)),
    };
    let is_whole = read == expected && expected > 0;
    buffer.truncate(read);
    if !is_whole {
        let rest = MAX_FILE_BYTES + 1 - read as u64;
        opened.take(rest).read_to_end(&mut buffer).map_err(|error| unreadable(&error))?;
    }
    Ok(buffer)
}

/// Opens a file without waiting for the other end of a FIFO, so that what it is can be asked of what was opened: asking the path first
/// would look it up twice.
#[cfg(unix)]
fn open(file: &Path) -> Result<File, ParseProblem> {
    use std::os::unix::fs::OpenOptionsExt;
    let opened = File::options().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(file);
    opened.map_err(|error| match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() => not_regular(),
        _ => unreadable(&error),
    })
}

/// Opens a file that is one: elsewhere nothing else may be opened to find out.
#[cfg(not(unix))]
fn open(file: &Path) -> Result<File, ParseProblem> {
    let metadata = fs::metadata(file).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(not_regular());
    }
    File::open(file).map_err(|error| unreadable(&error))
}

fn too_large() -> ParseProblem {
    let limit = MAX_FILE_BYTES / (1024 * 1024);
    whole_file(ProblemCode::TooLarge, format!("larger than {limit} MiB, so it was not read"))
}

fn not_utf8(error: &std::string::FromUtf8Error) -> ParseProblem {
    let (bytes, offset) = (error.as_bytes(), error.utf8_error().valid_up_to());
    let hint = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "; the file looks like UTF-16"
    } else {
        ""
    };
    let message = format!("byte `0x{:02X}` at offset {offset} is not UTF-8{hint}", bytes[offset]);
    ParseProblem::new(ProblemCode::NotUtf8, Span::new(offset, offset + 1), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What reading a file with these bytes gives.
    fn read_bytes(bytes: &[u8]) -> Read {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, bytes).unwrap();
        read(&file)
    }

    fn problem(read: Read) -> ParseProblem {
        match read {
            Read::Problem(problem) | Read::Broken(_, problem) => problem,
            Read::Text(text) => panic!("read as text: {text:?}"),
        }
    }

    #[test]
    fn text_is_kept_byte_for_byte() {
        for text in ["", "\u{feff}# Übersicht\r\n", "a\0b\r"] {
            assert_eq!(read_bytes(text.as_bytes()), Read::Text(text.to_owned()));
        }
    }

    #[test]
    fn the_first_byte_that_is_not_utf_8_is_named_with_its_offset() {
        let found = problem(read_bytes(b"caf\xe9\n\xff"));
        assert_eq!((found.code, found.span), (ProblemCode::NotUtf8, Span::new(3, 4)));
        assert_eq!(found.message, "byte `0xE9` at offset 3 is not UTF-8");
    }

    #[test]
    fn a_character_that_the_end_of_the_file_cuts_off_is_not_utf_8() {
        assert_eq!(problem(read_bytes(b"a\xc3")).message, "byte `0xC3` at offset 1 is not UTF-8");
    }

    #[test]
    fn utf_16_is_recognized_by_its_mark() {
        let found = problem(read_bytes(b"\xff\xfe#\0"));
        assert_eq!(found.message, "byte `0xFF` at offset 0 is not UTF-8; the file looks like UTF-16");
    }

    #[test]
    fn a_file_above_the_limit_is_refused_by_its_size() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(MAX_FILE_BYTES + 1).unwrap();
        let found = problem(read(file.path()));
        assert_eq!(
            (found.code, found.message.as_str()),
            (ProblemCode::TooLarge, "larger than 256 MiB, so it was not read")
        );
    }

    #[test]
    fn what_does_not_exist_or_is_a_folder_is_unreadable() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(problem(read(folder.path())).message, "not a regular file, so it was not opened");
        let missing = problem(read(&folder.path().join("a.md")));
        assert_eq!(
            (missing.code, missing.message.as_str()),
            (ProblemCode::Unreadable, "cannot be read: entity not found")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_fifo_and_a_socket_are_never_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let (fifo, socket) = (folder.path().join("fifo.md"), folder.path().join("socket.md"));
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for file in [fifo, socket] {
            assert_eq!(problem(read(&file)).code, ProblemCode::Unreadable);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_permission_is_unreadable() {
        use std::os::unix::fs::PermissionsExt;
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o000)).unwrap();
        if File::open(file.path()).is_ok() {
            eprintln!("skipped: this user may read every file");
            return;
        }
        assert_eq!(problem(read(file.path())).message, "cannot be read: permission denied");
    }
}
