//! A text of a pack or configuration that knows where it stands.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::{BorrowedStrDeserializer, StringDeserializer, UsizeDeserializer};
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// A text with its extent in bytes. The extent is empty where the text comes from a built-in pack, which is compiled into a
/// form without places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Located(Spanned<String>);

impl Located {
    /// A text that stands nowhere.
    pub fn nowhere(text: impl Into<String>) -> Self {
        Self(Spanned::new(0..0, text.into()))
    }

    /// The text.
    pub fn get_ref(&self) -> &String {
        self.0.get_ref()
    }

    /// Where it stands, in bytes, with its quotes.
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }
}

impl Borrow<str> for Located {
    fn borrow(&self) -> &str {
        self.0.get_ref()
    }
}

impl fmt::Display for Located {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.get_ref())
    }
}

impl JsonSchema for Located {
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Located {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(Shim(deserializer)).map(Self)
    }
}

/// Gives a text without a place the form in which TOML hands over one that has it.
struct Shim<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Shim<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, OrText { visitor, fields })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

struct OrText<V> {
    visitor: V,
    fields: &'static [&'static str],
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OrText<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        self.visitor.visit_map(Nowhere { fields: self.fields.iter(), text: Some(text), error: PhantomData })
    }
}

/// The fields of a place (first byte, end, text), with an empty extent.
struct Nowhere<E> {
    fields: std::slice::Iter<'static, &'static str>,
    text: Option<String>,
    error: PhantomData<E>,
}

impl<'de, E: Error> MapAccess<'de> for Nowhere<E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        self.fields.next().map(|field| seed.deserialize(BorrowedStrDeserializer::new(field))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, E> {
        if self.fields.len() > 0 {
            let start: UsizeDeserializer<E> = serde::de::IntoDeserializer::into_deserializer(0_usize);
            return seed.deserialize(start);
        }
        let text: StringDeserializer<E> =
            serde::de::IntoDeserializer::into_deserializer(self.text.take().unwrap_or_default());
        seed.deserialize(text)
    }
}
