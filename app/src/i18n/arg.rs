//! Values for the placeables of a message.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// A value for a placeable. Numbers choose plural forms and are written as the language writes them.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// Text, shown as it is.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
}

impl<'a> Arg<'a> {
    /// A parameter that crossed the wire as text: whole numbers become numbers again, so that plurals work.
    pub fn of_param(text: &'a str) -> Self {
        match text.parse::<i32>() {
            Ok(number) if number.to_string() == text => Self::Number(f64::from(number)),
            _ => Self::Text(text.into()),
        }
    }

    pub(super) fn into_fluent(self) -> FluentValue<'a> {
        match self {
            Self::Text(text) => FluentValue::String(text),
            Self::Number(number) => number.into(),
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.as_str().into())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

macro_rules! from_numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for Arg<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        })+
    };
}

from_numbers!(i32, i64, u8, u16, u32, u64, usize, f64);
