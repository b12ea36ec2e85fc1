//! Names of objects, and the name that Git would give to a text.

use std::fmt;

use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// The name of an object: 20 bytes, or 32 in a repository that uses SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    bytes: [u8; 32],
    length: u8,
}

impl Id {
    /// From hexadecimal digits; none where they are no name.
    pub fn from_hex(hex: &[u8]) -> Option<Self> {
        if hex.len() != 40 && hex.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        let length = u8::try_from(hex.len() / 2).ok()?;
        Some(Self { bytes, length })
    }

    /// The name that Git gives to a file of these bytes, in a repository where `like` is a name.
    pub fn of_blob(text: &[u8], like: Self) -> Self {
        let header = format!("blob {}\0", text.len());
        let mut bytes = [0; 32];
        if like.length == 32 {
            bytes = Sha256::new().chain_update(header).chain_update(text).finalize().into();
        } else {
            let digest: [u8; 20] = Sha1::new().chain_update(header).chain_update(text).finalize().into();
            bytes[..20].copy_from_slice(&digest);
        }
        Self { bytes, length: like.length }
    }

    /// Whether it stands for nothing: all zeros.
    pub fn is_nothing(self) -> bool {
        self.bytes == [0; 32]
    }

    /// The first digits, as people write them.
    pub fn short(self) -> String {
        self.to_string()[..10].to_owned()
    }
}

fn digit(hex: u8) -> Option<u8> {
    match hex {
        b'0'..=b'9' => Some(hex - b'0'),
        b'a'..=b'f' => Some(hex - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes[..usize::from(self.length)].iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_name_that_git_gives_it() {
        let sha1 = Id::from_hex(&[b'0'; 40]).unwrap();
        assert_eq!(Id::of_blob(b"", sha1).to_string(), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(Id::of_blob(b"hello\n", sha1).to_string(), "ce013625030ba8dba906f756967f9e9ca394464a");
        let sha256 = Id::from_hex(&[b'0'; 64]).unwrap();
        let expected = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813";
        assert_eq!(Id::of_blob(b"", sha256).to_string(), expected);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        assert!(Id::from_hex(b"abc").is_none());
        assert!(Id::from_hex(&[b'g'; 40]).is_none());
        assert!(Id::from_hex(&[b'0'; 40]).unwrap().is_nothing());
    }
}
