//! The one error people see. REST renders it as `application/problem+json` (RFC 9457), the UI translates it.

use serde::{Deserialize, Serialize};

use crate::{Action, Message};

/// Shorthand for results whose error is for people.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A word that names no variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord(pub String);

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown word {:?}", self.0)
    }
}

impl std::error::Error for UnknownWord {}

word_enum!(
    /// What a "not found" or a conflict is about.
    Noun {
        /** The page itself. */ Page = "page",
        /** A user. */ User = "user",
        /** An organization. */ Organization = "organization",
        /** A server. */ Server = "server",
        /** A server draft of the wizard. */ ServerDraft = "server_draft",
        /** An MCP tool. */ McpTool = "mcp_tool",
        /** A file of servers that is being imported. */ ServerImport = "server_import",
        /** A task. */ Task = "task",
        /** An execution. */ Execution = "execution",
        /** An attempt. */ Attempt = "attempt",
        /** A single-use link. */ Link = "link",
    }
);

/// What went wrong, as far as the reader may know. Causes are logged, never sent.
///
/// Server functions send it as it is, tagged from outside, which is what serde reads with the least code; REST sends a
/// problem document with [`Error::code`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Error {
    /// No or no longer valid credentials.
    Unauthenticated,
    /// E-mail and password do not match an account.
    InvalidCredentials,
    /// One may know that it exists but not do this with it.
    Forbidden {
        /// What was attempted.
        action: Action,
    },
    /// The request came from another site or without an origin.
    ForeignOrigin,
    /// It does not exist, or one may not know that it does.
    NotFound {
        /// What was looked for.
        noun: Noun,
    },
    /// The state of the thing does not allow it.
    Conflict {
        /// Why, and what to do.
        message: Message,
    },
    /// Input that breaks a rule, field by field.
    Invalid {
        /// The fields, in the order of the form.
        fields: Vec<FieldError>,
    },
    /// The body could not be read at all.
    Malformed {
        /// What the parser said, without the input.
        detail: String,
    },
    /// The body is larger than accepted.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The body's media type is not understood here.
    UnsupportedMediaType,
    /// The method is not offered at this address.
    MethodNotAllowed,
    /// A rate limit was hit.
    TooManyRequests {
        /// Seconds until it makes sense to try again.
        retry_after_s: u64,
    },
    /// Something the Studio needs is not there at the moment; trying again makes sense.
    Unavailable,
    /// The remote server did not do what was asked.
    Remote {
        /// What happened and what to do.
        issue: crate::Issue,
    },
    /// A defect of ours; the log holds the cause under the request's id.
    Internal {
        /// Id to quote.
        request_id: String,
    },
}

impl Error {
    /// One field breaks one rule.
    pub fn invalid(field: &str, code: FieldCode) -> Self {
        Self::Invalid { fields: vec![FieldError::new(field, code)] }
    }

    /// A conflict with a message of the catalogue.
    pub fn conflict(key: &str) -> Self {
        Self::Conflict { message: Message::new(key) }
    }

    /// Stable machine word, the same as serde's.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::InvalidCredentials => "invalid_credentials",
            Self::Forbidden { .. } => "forbidden",
            Self::ForeignOrigin => "foreign_origin",
            Self::NotFound { .. } => "not_found",
            Self::Conflict { .. } => "conflict",
            Self::Invalid { .. } => "invalid",
            Self::Malformed { .. } => "malformed",
            Self::TooLarge { .. } => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Unavailable => "unavailable",
            Self::Remote { .. } => "remote",
            Self::Internal { .. } => "internal",
        }
    }

    /// HTTP status (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated | Self::InvalidCredentials => 401,
            Self::Forbidden { .. } | Self::ForeignOrigin => 403,
            Self::NotFound { .. } => 404,
            Self::Conflict { .. } => 409,
            Self::Invalid { .. } => 422,
            Self::Malformed { .. } => 400,
            Self::TooLarge { .. } => 413,
            Self::UnsupportedMediaType => 415,
            Self::MethodNotAllowed => 405,
            Self::TooManyRequests { .. } => 429,
            Self::Unavailable => 503,
            Self::Remote { .. } => 502,
            Self::Internal { .. } => 500,
        }
    }

    /// The sentence to show: key and parameters of the catalogue.
    pub fn message(&self) -> Message {
        match self {
            Self::Conflict { message } => message.clone(),
            Self::Remote { issue } => issue.message(),
            Self::NotFound { noun } => Message::new(format!("error-not-found-{}", noun.as_str().replace('_', "-"))),
            Self::Forbidden { action } => Message::new("error-forbidden").with("action", action),
            Self::Malformed { detail } => Message::new("error-malformed").with("detail", detail),
            Self::TooLarge { limit } => Message::new("error-too-large").with("limit", limit),
            Self::TooManyRequests { retry_after_s } => {
                Message::new("error-too-many-requests").with("seconds", retry_after_s)
            }
            Self::Internal { request_id } => Message::new("error-internal").with("request", request_id),
            other => Message::new(format!("error-{}", other.code().replace('_', "-"))),
        }
    }

    /// The errors of one field, in order.
    pub fn of_field<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a FieldError> {
        let fields = match self {
            Self::Invalid { fields } => fields.as_slice(),
            _ => &[],
        };
        fields.iter().filter(move |e| e.field == field)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Error {}

/// A rule that a field breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Name of the field as in the body, nested ones with dots: `action.command`.
    pub field: String,
    /// The rule.
    pub code: FieldCode,
}

impl FieldError {
    /// A field and the rule it breaks.
    pub fn new(field: &str, code: FieldCode) -> Self {
        Self { field: field.to_owned(), code }
    }

    /// The sentence to show beside the field.
    pub fn message(&self) -> Message {
        self.code.message()
    }
}

/// The rules that fields can break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// Nothing was entered.
    Required,
    /// More characters than allowed.
    TooLong {
        /// Largest length in characters.
        max: u32,
    },
    /// Fewer characters than needed.
    TooShort {
        /// Smallest length in characters.
        min: u32,
    },
    /// A number outside its range.
    OutOfRange {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// No e-mail address.
    Email,
    /// No absolute http or https URL.
    Url,
    /// The URL carries a user name or password.
    UrlCredentials,
    /// Another one has it already.
    Taken,
    /// Not one of the words offered.
    UnknownWord,
    /// It names something that does not exist here.
    UnknownReference,
    /// The idempotency key was sent before with another request.
    KeyReused,
    /// Characters that cannot be used here (control characters, line breaks).
    Characters,
    /// The password is among the first that anybody would guess.
    GuessablePassword,
    /// The current password is another one.
    WrongPassword,
    /// Offered by the contract, but not built yet.
    NotBuilt,
    /// A rule of this field alone.
    Rule {
        /// What is wrong and what to do.
        message: Message,
    },
    /// Missing, of the wrong type or shape; the parser's words.
    Shape {
        /// What the parser said.
        detail: String,
    },
}

impl FieldCode {
    /// Stable machine word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Email => "email",
            Self::Url => "url",
            Self::UrlCredentials => "url_credentials",
            Self::Taken => "taken",
            Self::UnknownWord => "unknown_word",
            Self::UnknownReference => "unknown_reference",
            Self::KeyReused => "key_reused",
            Self::Characters => "characters",
            Self::GuessablePassword => "guessable_password",
            Self::WrongPassword => "wrong_password",
            Self::NotBuilt => "not_built",
            Self::Rule { .. } => "rule",
            Self::Shape { .. } => "shape",
        }
    }

    /// The sentence to show beside the field: what is wrong and what to do.
    pub fn message(&self) -> Message {
        let message = Message::new(format!("field-error-{}", self.code().replace('_', "-")));
        match self {
            Self::Rule { message } => message.clone(),
            Self::TooLong { max } => message.with("max", max),
            Self::TooShort { min } => message.with("min", min),
            Self::OutOfRange { min, max } => message.with("min", min).with("max", max),
            Self::Shape { detail } => message.with("detail", detail),
            _ => message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tag_and_code_agree() {
        for error in [
            Error::Unauthenticated,
            Error::NotFound { noun: Noun::Task },
            Error::invalid("name", FieldCode::TooLong { max: 3 }),
            Error::TooManyRequests { retry_after_s: 4 },
        ] {
            let json = serde_json::to_value(&error).unwrap();
            let word = json.as_str().or_else(|| json.as_object()?.keys().next().map(String::as_str));
            assert_eq!(word, Some(error.code()));
            assert_eq!(serde_json::from_value::<Error>(json).unwrap(), error);
        }
    }

    #[test]
    fn finds_the_errors_of_a_field() {
        let error = Error::invalid("url", FieldCode::Url);
        assert_eq!(error.of_field("url").count(), 1);
        assert_eq!(error.of_field("name").count(), 0);
    }
}
