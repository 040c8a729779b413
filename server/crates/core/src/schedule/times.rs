//! The times of a schedule.
//!
//! Clocks that are put forward or back are treated as Vixie cron does (cron(8), "Daylight Saving Time"): a fixed time that is
//! left out comes at the first moment after the gap, one that comes twice comes the first time, and what has `*` or `*/n`
//! goes on evenly. `croner` does that.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use model::schedule::{MAX_CATCH_UP, MAX_JITTER_S};
use model::{CatchUp, CronSchedule, FieldCode, Message, Schedule};

use crate::field::Fields;

/// A schedule that keeps the rules.
pub(crate) enum Times {
    Never,
    Once(DateTime<Utc>),
    Again(Box<Repeated>),
}

/// A cron expression in its zone and its bounds.
pub(crate) struct Repeated {
    cron: Cron,
    zone: Tz,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

impl Times {
    /// Of a schedule; what is wrong with it is told below `schedule`.
    pub(crate) fn of(schedule: &Schedule, fields: &mut Fields) -> Self {
        match schedule {
            Schedule::Manual => Self::Never,
            Schedule::At { at } => Self::Once(*at),
            Schedule::Cron(cron) => repeated(cron, fields).map_or(Self::Never, |found| Self::Again(Box::new(found))),
        }
    }

    /// The first time after a moment.
    pub(crate) fn after(&self, moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Never => None,
            Self::Once(at) => Some(*at).filter(|at| *at > moment),
            Self::Again(repeated) => repeated.after(moment),
        }
    }

    /// The latest times up to a moment, none before `first`, at most so many; first to last.
    pub(crate) fn latest(&self, moment: DateTime<Utc>, first: DateTime<Utc>, most: usize) -> Vec<DateTime<Utc>> {
        let mut found: Vec<_> = match self {
            Self::Never => Vec::new(),
            Self::Once(at) => vec![*at],
            Self::Again(repeated) => {
                std::iter::successors(repeated.before(moment, true), |at| repeated.before(*at, false))
                    .take_while(|at| *at >= first)
                    .take(most)
                    .collect()
            }
        };
        found.retain(|at| (first..=moment).contains(at));
        found.reverse();
        found
    }

    /// So many times after a moment.
    pub(crate) fn next(&self, moment: DateTime<Utc>, many: usize) -> Vec<DateTime<Utc>> {
        std::iter::successors(self.after(moment), |at| self.after(*at)).take(many).collect()
    }
}

impl Repeated {
    fn after(&self, moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let starts = self.starts_at.filter(|starts| *starts > moment);
        let from = starts.unwrap_or(moment).with_timezone(&self.zone);
        // An error is a search that came to no end.
        let found = self.cron.find_next_occurrence(&from, starts.is_some()).ok()?.with_timezone(&Utc);
        Some(found).filter(|found| self.ends_at.is_none_or(|ends| *found <= ends))
    }

    fn before(&self, moment: DateTime<Utc>, inclusive: bool) -> Option<DateTime<Utc>> {
        let ends = self.ends_at.filter(|ends| *ends < moment);
        let from = ends.unwrap_or(moment).with_timezone(&self.zone);
        let inclusive = inclusive || ends.is_some();
        let found = self.cron.find_previous_occurrence(&from, inclusive).ok()?.with_timezone(&Utc);
        Some(found).filter(|found| self.starts_at.is_none_or(|starts| *found >= starts))
    }
}

fn repeated(schedule: &CronSchedule, fields: &mut Fields) -> Option<Repeated> {
    let zone = schedule.timezone.parse::<Tz>().ok();
    if zone.is_none() {
        fields.push("schedule.timezone", rule("schedule-unknown-timezone"));
    }
    let parser = CronParser::builder().seconds(Seconds::Optional).year(Year::Disallowed).build();
    let cron = match schedule.expression.chars().count() {
        0..=120 => parser.parse(&schedule.expression).ok(),
        _ => None,
    };
    if cron.is_none() {
        fields.push("schedule.expression", rule("schedule-no-cron"));
    }
    if schedule.starts_at.zip(schedule.ends_at).is_some_and(|(starts, ends)| starts >= ends) {
        fields.push("schedule.ends_at", rule("schedule-ends-early"));
    }
    fields.range("schedule.jitter_s", schedule.jitter_s, 0, MAX_JITTER_S);
    if let CatchUp::All { most } = schedule.catch_up {
        fields.range("schedule.catch_up.most", Some(most), 1, MAX_CATCH_UP);
    }
    let (cron, zone) = cron.zip(zone)?;
    Some(Repeated { cron, zone, starts_at: schedule.starts_at, ends_at: schedule.ends_at })
}

/// Says where nothing comes any more of a schedule that should bring something.
pub(crate) fn require_next(schedule: &Schedule, times: &Times, now: DateTime<Utc>, fields: &mut Fields) {
    match schedule {
        Schedule::At { at } if *at <= now => fields.push("schedule.at", rule("schedule-past")),
        Schedule::Cron(cron) if matches!(times, Times::Again(_)) && times.after(now).is_none() => match cron.ends_at {
            Some(ends) if ends <= now => fields.push("schedule.ends_at", rule("schedule-past")),
            _ => fields.push("schedule.expression", rule("schedule-never")),
        },
        _ => {}
    }
}

/// A rule that a message tells.
pub(super) fn rule(key: &str) -> FieldCode {
    FieldCode::Rule { message: Message::new(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cron(expression: &str, timezone: &str) -> CronSchedule {
        CronSchedule {
            expression: expression.to_owned(),
            timezone: timezone.to_owned(),
            starts_at: None,
            ends_at: None,
            overlap: Default::default(),
            catch_up: Default::default(),
            jitter_s: None,
        }
    }

    fn times(schedule: CronSchedule) -> Times {
        let mut fields = Fields::default();
        let times = Times::of(&Schedule::Cron(schedule), &mut fields);
        fields.finish().unwrap();
        times
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// The zones' rules: tzdata; what becomes of times: cron(8) of Vixie cron.
    #[test]
    fn clocks_that_are_put_forward_and_back() {
        // Expression, zone, from, the times that follow (all UTC).
        let table: [(&str, &str, &str, &[&str]); 8] = [
            // 29 March 2026: 2:00 to 3:00. Half past two comes at three.
            ("30 2 * * *", "Europe/Paris", "2026-03-28T12:00:00Z", &["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),
            // 25 October 2026: 3:00 to 2:00. Half past two comes once, in summer time.
            ("30 2 * * *", "Europe/Paris", "2026-10-24T12:00:00Z", &["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
            // What goes on evenly does so.
            (
                "*/30 * * * *",
                "Europe/Paris",
                "2026-10-25T00:15:00Z",
                &["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"],
            ),
            ("@hourly", "Europe/Paris", "2026-03-29T00:15:00Z", &["2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"]),
            // 8 March 2026, 1 November 2026.
            ("0 9 * * MON-FRI", "America/New_York", "2026-03-06T20:00:00Z", &["2026-03-09T13:00:00Z"]),
            ("0 9 * * MON-FRI", "America/New_York", "2026-10-30T20:00:00Z", &["2026-11-02T14:00:00Z"]),
            // Lord Howe moves by half an hour: 4 October 2026, 2:00 to 2:30.
            ("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", &["2026-10-03T15:30:00Z"]),
            // No summer time since 2019.
            ("0 0 * * *", "America/Sao_Paulo", "2026-11-01T12:00:00Z", &["2026-11-02T03:00:00Z"]),
        ];
        for (expression, zone, from, expected) in table {
            let found = times(cron(expression, zone)).next(at(from), expected.len());
            assert_eq!(found, expected.iter().map(|text| at(text)).collect::<Vec<_>>(), "{expression} {zone} {from}");
        }
    }

    /// Every minute of days around changes, looked at one by one on the zone's clock: the reference knows no cron library.
    #[test]
    fn fixed_times_come_once_a_day_whatever_clocks_do() {
        use chrono::{Duration, NaiveTime, Timelike as _};
        for zone in ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata"] {
            let tz: Tz = zone.parse().unwrap();
            for time in [(0, 0), (0, 30), (1, 30), (2, 15), (2, 30), (3, 0), (23, 59)] {
                let wanted = NaiveTime::from_hms_opt(time.0, time.1, 0).unwrap();
                let from = at("2026-01-01T00:00:00Z");
                let found = times(cron(&format!("{} {} * * *", time.1, time.0), zone)).next(from, 400);
                // A day on the zone's clock has its first minute that is not before the wanted one.
                let mut expected = Vec::new();
                let mut minute = from + Duration::minutes(1);
                let mut last = None;
                while expected.len() < 400 {
                    let local = minute.with_timezone(&tz);
                    let begins = local.time() >= wanted && local.time().second() == 0;
                    if begins && last != Some(local.date_naive()) {
                        last = Some(local.date_naive());
                        expected.push(minute);
                    }
                    minute += Duration::minutes(1);
                }
                // The first day may have begun past its time.
                if expected.first() != found.first() {
                    expected.remove(0);
                }
                assert_eq!(found[..390], expected[..390], "{time:?} in {zone}");
            }
        }
    }

    #[test]
    fn backwards_they_are_the_same() {
        for (expression, zone) in
            [("30 2 * * *", "Europe/Paris"), ("*/30 * * * *", "Australia/Lord_Howe"), ("@monthly", "UTC")]
        {
            let times = times(cron(expression, zone));
            let forward = times.next(at("2026-01-01T00:00:00Z"), 350);
            let (first, last) = (forward[0], forward[349]);
            assert_eq!(times.latest(last, first, 1_000), forward, "{expression} in {zone}");
            assert_eq!(times.latest(last, first, 3), forward[347..], "{expression} in {zone}");
        }
    }

    #[test]
    fn bounds_are_kept() {
        let bounded = CronSchedule {
            starts_at: Some(at("2026-06-01T00:00:00Z")),
            ends_at: Some(at("2026-06-03T00:00:00Z")),
            ..cron("@daily", "UTC")
        };
        let found = times(bounded).next(at("2026-01-01T00:00:00Z"), 9);
        assert_eq!(found, ["2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z", "2026-06-03T00:00:00Z"].map(at));
        let once = Times::Once(at("2026-06-01T00:00:00Z"));
        assert_eq!(once.next(at("2026-01-01T00:00:00Z"), 9).len(), 1);
        assert_eq!(once.after(at("2026-06-01T00:00:00Z")), None);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let wrong = |schedule: CronSchedule| {
            let mut fields = Fields::default();
            let schedule = Schedule::Cron(schedule);
            let times = Times::of(&schedule, &mut fields);
            require_next(&schedule, &times, at("2026-11-30T00:00:00Z"), &mut fields);
            match fields.finish() {
                Err(model::Error::Invalid { fields }) => fields.into_iter().map(|f| f.field).collect(),
                _ => Vec::new(),
            }
        };
        assert_eq!(wrong(cron("@daily", "UTC")), [""; 0]);
        assert_eq!(wrong(cron("30 5 * * * *", "UTC")), [""; 0], "six fields");
        assert_eq!(wrong(cron("0 0 30 2 *", "UTC")), ["schedule.expression"], "never");
        for broken in ["", "* * * *", "61 * * * *", "@noon", "0 0 1 1 * 2030 9", "x"] {
            assert_eq!(wrong(cron(broken, "UTC")), ["schedule.expression"], "{broken}");
        }
        assert_eq!(wrong(cron("@daily", "Europe/Atlantis")), ["schedule.timezone"]);
        let backwards = CronSchedule {
            starts_at: Some(at("2027-01-02T00:00:00Z")),
            ends_at: Some(at("2027-01-01T00:00:00Z")),
            ..cron("@daily", "UTC")
        };
        assert!(wrong(backwards).contains(&"schedule.ends_at".to_owned()));
        let over = CronSchedule { ends_at: Some(at("2026-01-01T00:00:00Z")), ..cron("@daily", "UTC") };
        assert_eq!(wrong(over), ["schedule.ends_at"]);
        let jitter = CronSchedule { jitter_s: Some(4000), ..cron("@daily", "UTC") };
        assert_eq!(wrong(jitter), ["schedule.jitter_s"]);
    }
}
