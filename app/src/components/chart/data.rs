//! What a chart shows.

use chrono::{DateTime, Utc};

use crate::ui::Tone;

/// How many of each series in each of some intervals of the same length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartData {
    /// Beginnings of the intervals, first to last.
    pub moments: Vec<DateTime<Utc>>,
    /// What is counted; the first stands at the bottom.
    pub series: Vec<ChartSeries>,
}

/// One of the things counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartSeries {
    /// Its name.
    pub name: String,
    /// What its colour means; the same for the same thing everywhere.
    pub tone: Tone,
    /// A number for each of the intervals.
    pub values: Vec<i64>,
}

impl ChartData {
    /// The intervals in which there was anything, newest first, with a number for each series.
    pub fn rows(&self) -> Vec<(DateTime<Utc>, Vec<i64>)> {
        let value = |series: &ChartSeries, i: usize| series.values.get(i).copied().unwrap_or_default();
        let row = |i: usize| self.series.iter().map(|series| value(series, i)).collect::<Vec<i64>>();
        let rows = self.moments.iter().enumerate().rev().map(|(i, at)| (*at, row(i)));
        rows.filter(|(_, values)| values.iter().any(|value| *value != 0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_intervals_with_something_in_them() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let series = |tone, values: [i64; 3]| ChartSeries { name: String::new(), tone, values: values.to_vec() };
        let data = ChartData {
            moments: vec![at(0), at(900), at(1800)],
            series: vec![series(Tone::Success, [1, 0, 2]), series(Tone::Danger, [0, 0, 3])],
        };
        assert_eq!(data.rows(), [(at(1800), vec![2, 3]), (at(0), vec![1, 0])]);
    }
}
