//! Messages with expressions in braces: `promises {r.target} %`.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::Expression;
use super::frame::Frame;
use super::types::{Scope, Type};
use crate::check::shortened;
use crate::error::Invalid;
use crate::pack::located::Located;

/// A text with expressions in it.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(with = "String")]
pub struct Template {
    source: Located,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Value(Expression),
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = Located::deserialize(deserializer)?;
        let mut parts = Vec::new();
        let mut rest = source.get_ref().as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let (inside, after) = behind.split_once('}').unwrap_or((behind, ""));
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Value(Expression::inside(inside)));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self { source, parts })
    }
}

impl Template {
    /// Checks the expressions in it.
    ///
    /// # Errors
    ///
    /// The text in the pack and what is wrong with the first expression that is not valid.
    pub fn check(&self, scope: &Scope<'_>) -> Result<(), Invalid> {
        for part in &self.parts {
            if let Part::Value(expression) = part {
                let place = |_, _| self.source.span();
                let _: Type = expression.check_at(scope, &place)?;
            }
        }
        Ok(())
    }

    /// The text with values; a dash where there is none, unless `named` knows what an expression without a value is called. Values
    /// are on one line and not longer than a message can bear.
    pub fn fill<'a>(&'a self, frame: &Frame<'a>, named: impl Fn(&str) -> Option<String>) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Value(expression) => match expression.value(frame) {
                    Ok(value) => text.push_str(&shortened(&value.shown(frame.run()))),
                    Err(_) => text.push_str(&named(expression.text()).map_or("–".to_owned(), |name| shortened(&name))),
                },
            }
        }
        text
    }
}
