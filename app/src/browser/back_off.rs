//! How long a socket waits before it connects again.

/// First wait and the longest, in milliseconds.
const BACK_OFF_MS: (f64, f64) = (500.0, 30_000.0);

/// How long to wait before connecting for the `attempt`th time (from 0), in milliseconds: doubling up to half a minute,
/// and by `chance` (0 to 1) up to half less, so that viewers do not come back all at once.
pub fn back_off_ms(attempt: u32, chance: f64) -> u32 {
    let (first, longest) = BACK_OFF_MS;
    let whole = (first * 2_f64.powi(attempt.min(16) as i32)).min(longest);
    (whole * (1.0 - chance / 2.0)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_each_time_up_to_half_a_minute() {
        assert_eq!(back_off_ms(0, 0.0), 500);
        assert_eq!(back_off_ms(3, 0.0), 4_000);
        assert_eq!(back_off_ms(3, 1.0), 2_000);
        assert_eq!(back_off_ms(40, 0.0), 30_000);
    }
}
