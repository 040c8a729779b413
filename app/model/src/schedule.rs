//! When tasks run by themselves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ExecutionId;

/// Largest jitter, in seconds.
pub const MAX_JITTER_S: u32 = 3_600;
/// Most runs that are made up for at once.
pub const MAX_CATCH_UP: u32 = 100;

/// When a task runs by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Schedule {
    /// Only when somebody says so.
    #[default]
    Manual,
    /// Once. What is missed because nothing works at that time is done as soon as something does.
    At {
        /// At this time.
        at: DateTime<Utc>,
    },
    /// Again and again.
    Cron(CronSchedule),
}

impl Schedule {
    /// How long a run may be held back so that not all run at once, in seconds.
    pub fn jitter_s(&self) -> u32 {
        match self {
            Self::Cron(cron) => cron.jitter_s.unwrap_or_default(),
            Self::Manual | Self::At { .. } => 0,
        }
    }
}

/// Again and again, at the times of a cron expression as the clocks of a time zone show them.
///
/// Where clocks are put forward, a time of day that is left out comes at the first moment after it; where they are put back,
/// a time of day comes once, the first time. What runs every so many minutes or hours goes on evenly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CronSchedule {
    /// Five fields (minute, hour, day of the month, month, day of the week), six with seconds before them, or one of
    /// `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub expression: String,
    /// Name of a time zone of the IANA database, such as `Europe/Paris`; UTC when left out.
    #[serde(default = "utc")]
    pub timezone: String,
    /// Not before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
    /// Not after this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// What happens while a run of the same task has not ended.
    #[serde(default)]
    pub overlap: Overlap,
    /// What is made up for when nothing worked at the time.
    #[serde(default)]
    pub catch_up: CatchUp,
    /// Each run is held back by a random time up to so many seconds, 0 to 3,600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(maximum = 3600))]
    pub jitter_s: Option<u32>,
}

fn utc() -> String {
    "UTC".to_owned()
}

word_enum!(
    /// What happens at the time of a run while another one of the same task has not ended.
    #[derive(Default)]
    Overlap {
        /** It is left out. */ #[default] Skip = "skip",
        /** It is queued all the same. */ Queue = "queue",
        /** The other one is cancelled, and it is queued. */ Cancel = "cancel",
    }
);

/// What is made up for when nothing worked at the time of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CatchUp {
    /// Nothing.
    None,
    /// The latest run.
    #[default]
    Last,
    /// All of them, the latest ones when there are more.
    All {
        /// Most of them, 1 to 100.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
        most: u32,
    },
}

word_enum!(
    /// What became of a time at which a task was to run.
    FireOutcome {
        /** An execution was queued. */ Queued = "queued",
        /** Left out: another run had not ended. */ Skipped = "skipped",
        /** Left out: nothing worked at the time. */ Missed = "missed",
    }
);

/// A time at which a task was to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FireView {
    /// When, jitter aside.
    pub fire_time: DateTime<Utc>,
    /// What became of it.
    pub outcome: FireOutcome,
    /// The execution that was queued.
    pub execution_id: Option<ExecutionId>,
    /// When that was decided.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_left_out_is_the_usual() {
        let cron: Schedule = serde_json::from_value(json!({ "kind": "cron", "expression": "@daily" })).unwrap();
        let Schedule::Cron(cron) = cron else { panic!("{cron:?}") };
        assert_eq!((cron.timezone.as_str(), cron.overlap, cron.catch_up), ("UTC", Overlap::Skip, CatchUp::Last));
        let all: CatchUp = serde_json::from_value(json!({ "kind": "all", "most": 3 })).unwrap();
        assert_eq!(all, CatchUp::All { most: 3 });
        assert_eq!(serde_json::to_value(Schedule::Manual).unwrap(), json!({ "kind": "manual" }));
    }
}
