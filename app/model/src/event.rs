//! What the events socket says: that something changed, not how. Whoever wants to know reads it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::UnknownWord;
use crate::{Error, ExecutionId, ServerId};

/// What one can be told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventTopic {
    /// Every server.
    Servers,
    /// Every execution.
    Executions,
    /// What waits to be carried out.
    Queue,
    /// One server.
    Server(ServerId),
    /// One execution and its output.
    Execution(ExecutionId),
}

impl std::fmt::Display for EventTopic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Servers => f.write_str("servers"),
            Self::Executions => f.write_str("executions"),
            Self::Queue => f.write_str("queue"),
            Self::Server(id) => write!(f, "server:{id}"),
            Self::Execution(id) => write!(f, "execution:{id}"),
        }
    }
}

impl std::str::FromStr for EventTopic {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord(word.to_owned());
        match word.split_once(':') {
            None if word == "servers" => Ok(Self::Servers),
            None if word == "executions" => Ok(Self::Executions),
            None if word == "queue" => Ok(Self::Queue),
            Some(("server", id)) => id.parse().map(Self::Server).map_err(|_| unknown()),
            Some(("execution", id)) => id.parse().map(Self::Execution).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

/// What a listener asks the events socket for (text frames).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum EventCommand {
    /// Tell of these from now on.
    Subscribe {
        /// Words of [`EventTopic`].
        topics: Vec<String>,
    },
    /// Tell of these no longer.
    Unsubscribe {
        /// Words of [`EventTopic`].
        topics: Vec<String>,
    },
    /// Answer with `pong`.
    Ping,
}

/// What the events socket says (text frames).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventFrame {
    /// It changed.
    Changed(Happening),
    /// Its output grew.
    Output(Happening),
    /// Some events were missed: reload what you show.
    Lagged,
    /// These are told of from now on.
    Subscribed {
        /// Words of [`EventTopic`].
        topics: Vec<String>,
    },
    /// This cannot be told of.
    Refused {
        /// As it was asked for.
        topic: String,
        /// Why.
        error: Error,
    },
    /// The answer to `ping`.
    Pong,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Happening {
    /// Its id, ordered by time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// The topic it was subscribed by.
    pub topic: String,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// What it happened to.
    pub data: Subject,
}

/// What something happened to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subject {
    /// The server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_id: Option<ServerId>,
    /// The execution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_id: Option<ExecutionId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_words() {
        let id = Uuid::from_u128(7);
        let topics = [
            EventTopic::Servers,
            EventTopic::Executions,
            EventTopic::Queue,
            EventTopic::Server(id.into()),
            EventTopic::Execution(id.into()),
        ];
        for topic in topics {
            assert_eq!(topic.to_string().parse(), Ok(topic));
        }
        for word in ["", "agents:", "server:", "server:7", "task:1"] {
            assert!(word.parse::<EventTopic>().is_err(), "{word}");
        }
    }

    #[test]
    fn frames_have_the_contract_s_shape() {
        let happening = Happening {
            id: Uuid::from_u128(1),
            topic: "servers".to_owned(),
            at: DateTime::UNIX_EPOCH,
            data: Subject { server_id: Some(Uuid::from_u128(2).into()), execution_id: None },
        };
        let json = serde_json::to_value(EventFrame::Changed(happening)).unwrap();
        assert_eq!((json["event"].as_str(), json["topic"].as_str()), (Some("changed"), Some("servers")));
        assert!(json["data"]["server_id"].is_string() && json["at"].is_string() && json["id"].is_string());
        assert_eq!(serde_json::to_value(EventFrame::Lagged).unwrap(), serde_json::json!({ "event": "lagged" }));
    }
}
