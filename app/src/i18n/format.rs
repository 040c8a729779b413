//! Numbers, sizes and durations as each language writes them (after Unicode CLDR).

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use model::Lang;

/// No-break space, between a number and its unit.
const NBSP: char = '\u{a0}';

/// A number with at most two decimals and grouped thousands: `12,345.5`, `12 345,5`.
pub fn number(lang: Lang, number: f64) -> String {
    let text = format!("{:.2}", number.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let mut out = String::with_capacity(text.len() + 8);
    if number < 0.0 && (whole != "0" || !decimals.is_empty()) {
        out.push('-');
    }
    push_grouped(lang, whole, &mut out);
    if !decimals.is_empty() {
        out.push(decimal_mark(lang));
        out.push_str(decimals);
    }
    out
}

/// A share of one, as a whole percentage: `98 %`, `98%`.
pub fn percent(lang: Lang, share: f64) -> String {
    with_percent(lang, (share * 100.0).round())
}

/// A share of one with two decimals, rounded down, so that nothing but all is 100: `99.98%`.
pub fn percent_at_least(lang: Lang, share: f64) -> String {
    // What is a whole number of hundredths must not fall below it by the error of a float.
    with_percent(lang, (share * 10_000.0 + 1e-6).floor() / 100.0)
}

fn with_percent(lang: Lang, value: f64) -> String {
    let value = number(lang, value);
    if lang == Lang::En { format!("{value}%") } else { format!("{value}{NBSP}%") }
}

/// A size in decimal units: `1.5 MB`, `1,5 Mo`.
pub fn bytes(lang: Lang, bytes: u64) -> String {
    let units = match lang {
        Lang::Fr => ["o", "ko", "Mo", "Go", "To"],
        _ => ["B", "kB", "MB", "GB", "TB"],
    };
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let value = if value < 99.95 { (value * 10.0).round() / 10.0 } else { value.round() };
    format!("{}{NBSP}{}", number(lang, value), units[unit])
}

/// A duration in its two largest units: `380 ms`, `4.2 s`, `1 min 20 s`, `3 d 4 h`.
pub fn duration(lang: Lang, ms: u64) -> String {
    let day = match lang {
        Lang::Fr => "j",
        Lang::De => "Tg.",
        _ => "d",
    };
    let seconds = (ms + 500) / 1000;
    let two = |large: u64, large_unit: &str, small: u64, small_unit: &str| {
        let large = format!("{}{NBSP}{large_unit}", number(lang, large as f64));
        if small == 0 { large } else { format!("{large} {small}{NBSP}{small_unit}") }
    };
    match seconds {
        _ if ms < 1000 => format!("{ms}{NBSP}ms"),
        _ if ms < 9_950 => format!("{}{NBSP}s", number(lang, (ms as f64 / 100.0).round() / 10.0)),
        0..60 => format!("{seconds}{NBSP}s"),
        60..3_600 => two(seconds / 60, "min", seconds % 60, "s"),
        3_600..86_400 => two(seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
        _ => two(seconds / 86_400, day, seconds % 86_400 / 3_600, "h"),
    }
}

/// A running clock: `0:42`, `12:05`, `3:07:00`.
pub fn stopwatch(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A moment in UTC, the same for every reader: `2026-11-03 14:05 UTC`.
pub fn utc(at: DateTime<Utc>) -> String {
    // Not `format`, which brings 9 kB of patterns into the browser.
    let (date, time) = (at.date_naive(), at.time());
    let [day, month] = [date.day(), date.month()];
    format!("{:04}-{month:02}-{day:02} {:02}:{:02} UTC", date.year(), time.hour(), time.minute())
}

fn decimal_mark(lang: Lang) -> char {
    if lang == Lang::En { '.' } else { ',' }
}

fn push_grouped(lang: Lang, digits: &str, out: &mut String) {
    let mark = match lang {
        Lang::En => ',',
        Lang::Fr => '\u{202f}',
        Lang::Es | Lang::De => '.',
    };
    // Spanish leaves numbers of four digits whole.
    let from = if lang == Lang::Es { 5 } else { 4 };
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len() >= from && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(number(Lang::En, 12_345.5), "12,345.5");
        assert_eq!(number(Lang::Fr, 12_345.25), "12\u{202f}345,25");
        assert_eq!(number(Lang::Es, 1_234.0), "1234");
        assert_eq!(number(Lang::Es, 12_345.0), "12.345");
        assert_eq!(number(Lang::De, -1_234_567.0), "-1.234.567");
        assert_eq!(number(Lang::En, -0.001), "0");
        assert_eq!(percent(Lang::En, 0.984), "98%");
        assert_eq!(percent(Lang::De, 1.0), "100\u{a0}%");
        assert_eq!(percent_at_least(Lang::En, 2_879.0 / 2_880.0), "99.96%");
        assert_eq!(percent_at_least(Lang::En, 0.999_99), "99.99%");
        assert_eq!(percent_at_least(Lang::Fr, 0.29), "29\u{a0}%");
        assert_eq!(percent_at_least(Lang::De, 1.0), "100\u{a0}%");
    }

    #[test]
    fn sizes() {
        assert_eq!(bytes(Lang::En, 0), "0\u{a0}B");
        assert_eq!(bytes(Lang::En, 999), "999\u{a0}B");
        assert_eq!(bytes(Lang::En, 1_540_000), "1.5\u{a0}MB");
        assert_eq!(bytes(Lang::Fr, 1_540_000), "1,5\u{a0}Mo");
        assert_eq!(bytes(Lang::De, 999_999), "1\u{a0}MB");
        assert_eq!(bytes(Lang::En, u64::MAX), "18,446,744\u{a0}TB");
    }

    #[test]
    fn moments() {
        let at = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        assert_eq!(utc(at), at.format("%Y-%m-%d %H:%M UTC").to_string());
    }

    #[test]
    fn durations() {
        assert_eq!(duration(Lang::En, 380), "380\u{a0}ms");
        assert_eq!(duration(Lang::Fr, 4_230), "4,2\u{a0}s");
        assert_eq!(duration(Lang::En, 9_960), "10\u{a0}s");
        assert_eq!(duration(Lang::En, 59_700), "1\u{a0}min");
        assert_eq!(duration(Lang::En, 80_000), "1\u{a0}min 20\u{a0}s");
        assert_eq!(duration(Lang::En, 7_500_000), "2\u{a0}h 5\u{a0}min");
        assert_eq!(duration(Lang::Fr, 273_600_000), "3\u{a0}j 4\u{a0}h");
        assert_eq!(stopwatch(42_900), "0:42");
        assert_eq!(stopwatch(11_220_000), "3:07:00");
    }
}
