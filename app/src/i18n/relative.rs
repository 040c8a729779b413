//! How long ago, how soon.

use super::I18n;

/// The distance of a moment from now, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Within ten seconds.
    Now,
    /// Before now: message key and count.
    Past(&'static str, u64),
    /// After now: message key and count.
    Future(&'static str, u64),
    /// More than 30 days away: better said as a date.
    Far,
}

impl Moment {
    /// A moment `seconds` after now (before, when negative). Seconds go in fives, so that a list does not flicker.
    pub fn from_now(seconds: i64) -> Self {
        let distance = seconds.unsigned_abs();
        let past = seconds < 0;
        let pick = |ago, until, count| if past { Self::Past(ago, count) } else { Self::Future(until, count) };
        match distance {
            0..10 if past || distance == 0 => Self::Now,
            0..60 => pick("ui-time-seconds-ago", "ui-time-in-seconds", if past { distance / 5 * 5 } else { distance }),
            60..3_600 => pick("ui-time-minutes-ago", "ui-time-in-minutes", distance / 60),
            3_600..86_400 => pick("ui-time-hours-ago", "ui-time-in-hours", distance / 3_600),
            86_400..2_592_000 => pick("ui-time-days-ago", "ui-time-in-days", distance / 86_400),
            _ => Self::Far,
        }
    }

    /// In words; `None` when a date says it better.
    pub fn words(self, i18n: &I18n) -> Option<String> {
        match self {
            Self::Now => Some(i18n.text("ui-time-now", &[])),
            Self::Past(key, count) | Self::Future(key, count) => Some(i18n.text(key, &[("count", count.into())])),
            Self::Far => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(Moment::from_now(0), Moment::Now);
        assert_eq!(Moment::from_now(-9), Moment::Now);
        assert_eq!(Moment::from_now(-14), Moment::Past("ui-time-seconds-ago", 10));
        assert_eq!(Moment::from_now(4), Moment::Future("ui-time-in-seconds", 4));
        assert_eq!(Moment::from_now(-3_599), Moment::Past("ui-time-minutes-ago", 59));
        assert_eq!(Moment::from_now(7_200), Moment::Future("ui-time-in-hours", 2));
        assert_eq!(Moment::from_now(-86_400 * 29), Moment::Past("ui-time-days-ago", 29));
        assert_eq!(Moment::from_now(-86_400 * 31), Moment::Far);
    }
}
