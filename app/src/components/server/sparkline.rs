//! Round trips as a line.

use model::HealthCell;

/// Height of the drawing; its width is one less than the number of cells.
pub const HEIGHT: f64 = 32.0;

/// The line through the mean round trips of the cells, as the `d` of an SVG path: from 0 at the bottom to the longest mean at
/// the top, interrupted where no check passed. A mean that stands alone is a dot.
pub fn sparkline(cells: &[HealthCell]) -> String {
    let longest = cells.iter().filter_map(|cell| cell.latency_ms).max().unwrap_or_default().max(1) as f64;
    let mut path = String::new();
    let mut drawing = false;
    for (x, cell) in cells.iter().enumerate() {
        if let Some(ms) = cell.latency_ms {
            let y = HEIGHT - 2.0 - (ms as f64 / longest) * (HEIGHT - 4.0);
            let next = cells.get(x + 1).and_then(|next| next.latency_ms);
            path += &format!("{}{x} {y:.1}", if drawing { 'L' } else { 'M' });
            if !drawing && next.is_none() {
                path += "h0";
            }
        }
        drawing = cell.latency_ms.is_some();
    }
    path
}

/// Mean and longest round trip of all cells, in milliseconds; `None` when no check passed.
pub fn round_trips(cells: &[HealthCell]) -> Option<(u64, u64)> {
    let passed: i64 = cells.iter().map(|cell| cell.passed).sum();
    let together: i64 = cells.iter().map(|cell| cell.passed * cell.latency_ms.unwrap_or_default()).sum();
    let longest = cells.iter().filter_map(|cell| cell.latency_max_ms).max()?;
    (passed > 0).then(|| (together.unsigned_abs() / passed.unsigned_abs(), u64::from(longest.unsigned_abs())))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn cell(passed: i64, latency_ms: Option<i64>) -> HealthCell {
        let latency_max_ms = latency_ms.and_then(|ms| i32::try_from(ms * 2).ok());
        HealthCell { start: DateTime::UNIX_EPOCH, checks: 3, passed, latency_ms, latency_max_ms }
    }

    #[test]
    fn a_line_is_interrupted_where_no_check_passed() {
        let cells = [cell(3, Some(10)), cell(3, Some(20)), cell(0, None), cell(1, Some(0))];
        assert_eq!(sparkline(&cells), "M0 16.0L1 2.0M3 30.0h0");
        assert_eq!(sparkline(&[cell(0, None)]), "");
    }

    #[test]
    fn the_mean_counts_every_check() {
        assert_eq!(round_trips(&[cell(3, Some(10)), cell(1, Some(30)), cell(0, None)]), Some((15, 60)));
        assert_eq!(round_trips(&[cell(0, None)]), None);
    }
}
