//! Moments as the clocks of a zone show them.

use chrono::{DateTime, Days, MappedLocalTime, NaiveDateTime, Offset as _, TimeZone as _, Utc};
use chrono_tz::Tz;
use model::FieldError;

use super::times::rule;

/// The moment at which clocks of a zone show a time such as `2026-12-24T18:00` (HTML, "local date and time strings"), seconds
/// optional. What they show twice counts the first time, what they leave out as if they had not been put forward (RFC 5545,
/// section 3.3.5).
///
/// # Errors
/// The text is no such time: told at `field`. There is no such zone: told at `schedule.timezone`.
pub fn moment(field: &str, text: &str, timezone: &str) -> Result<DateTime<Utc>, FieldError> {
    let Ok(zone) = timezone.parse::<Tz>() else {
        return Err(FieldError::new("schedule.timezone", rule("schedule-unknown-timezone")));
    };
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let Some(shown) = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()) else {
        return Err(FieldError::new(field, rule("schedule-no-moment")));
    };
    let found = match zone.from_local_datetime(&shown) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        MappedLocalTime::None => before_the_gap(zone, shown),
    };
    found.ok_or_else(|| FieldError::new(field, rule("schedule-no-moment")))
}

/// A time that clocks leave out, by the offset of the day before.
fn before_the_gap(zone: Tz, shown: NaiveDateTime) -> Option<DateTime<Utc>> {
    let day_before = zone.from_local_datetime(&shown.checked_sub_days(Days::new(1))?).earliest()?;
    Some(shown.and_utc() - chrono::Duration::seconds(day_before.offset().fix().local_minus_utc().into()))
}

/// What clocks of a zone show at a moment, as [`moment`] reads it; in UTC where there is no such zone.
pub fn local(at: DateTime<Utc>, timezone: &str) -> String {
    let shown = at.with_timezone(&timezone.parse::<Tz>().unwrap_or(Tz::UTC)).naive_local();
    let format = if shown.and_utc().timestamp() % 60 == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
    shown.format(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_of_a_zone() {
        let table = [
            ("2026-12-24T18:00", "Europe/Paris", "2026-12-24T17:00:00Z"),
            ("2026-12-24T18:00:30", "UTC", "2026-12-24T18:00:30Z"),
            // Left out on 29 March 2026, shown twice on 25 October 2026.
            ("2026-03-29T02:30", "Europe/Paris", "2026-03-29T01:30:00Z"),
            ("2026-10-25T02:30", "Europe/Paris", "2026-10-25T00:30:00Z"),
            // The whole day is left out: Samoa crossed the date line.
            ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T22:00:00Z"),
        ];
        for (text, zone, at) in table {
            assert_eq!(moment("schedule.at", text, zone), Ok(at.parse().unwrap()), "{text} {zone}");
        }
        assert_eq!(local("2026-12-24T17:00:00Z".parse().unwrap(), "Europe/Paris"), "2026-12-24T18:00");
        assert_eq!(local("2026-12-24T17:00:01Z".parse().unwrap(), "Europe/Paris"), "2026-12-24T18:00:01");
        for (text, zone, field) in [("18:00", "UTC", "schedule.at"), ("2026-12-24T18:00", "X/Y", "schedule.timezone")] {
            assert_eq!(moment("schedule.at", text, zone).unwrap_err().field, field);
        }
    }
}
