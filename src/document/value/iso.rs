//! Cuts durations in the form of ISO 8601 (`P1Y6M`, `PT4H`) into their parts.

/// One part of a duration, such as `6M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The number; a number too large to matter is the largest there is.
    pub(super) count: u32,
    /// `Y`, `M`, `W` or `D` of the calendar, `h`, `m` or `s` of the clock.
    pub(super) designator: char,
}

const ORDER: &str = "YMWDhms";

/// The parts in their order, each designator at most once; `None` where the text is no duration.
pub(super) fn parts(text: &str) -> Option<Vec<Part>> {
    let body = text.strip_prefix('P')?;
    let (calendar, clock) = body.split_once('T').map_or((body, None), |(calendar, clock)| (calendar, Some(clock)));
    let mut parts = Vec::new();
    read(calendar, "YMWD", &mut parts)?;
    let length = parts.len();
    if let Some(clock) = clock {
        read(clock, "HMS", &mut parts)?;
        if parts.len() == length {
            return None;
        }
        parts[length..].iter_mut().for_each(|part| part.designator.make_ascii_lowercase());
    }
    let is_ordered = parts.is_sorted_by(|a, b| ORDER.find(a.designator) < ORDER.find(b.designator));
    (is_ordered && !parts.is_empty()).then_some(parts)
}

fn read(mut text: &str, designators: &str, parts: &mut Vec<Part>) -> Option<()> {
    while !text.is_empty() {
        let length = text.find(|c: char| !c.is_ascii_digit()).filter(|&length| length > 0)?;
        let designator = text[length..].chars().next().filter(|&c| designators.contains(c))?;
        if parts.len() == ORDER.len() {
            return None;
        }
        parts.push(Part { count: text[..length].parse().unwrap_or(u32::MAX), designator });
        text = &text[length + 1..];
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Option<Vec<(u32, char)>> {
        parts(text).map(|parts| parts.iter().map(|part| (part.count, part.designator)).collect())
    }

    #[test]
    fn months_and_minutes_are_told_apart() {
        assert_eq!(shape("P1Y6M"), Some(vec![(1, 'Y'), (6, 'M')]));
        assert_eq!(shape("P1DT4H30M"), Some(vec![(1, 'D'), (4, 'h'), (30, 'm')]));
        assert_eq!(shape("P99999999999D"), Some(vec![(u32::MAX, 'D')]));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "P", "PT", "P1", "PY", "P1YT", "P1M1Y", "P1Y1Y", "P1.5Y", "-P1Y", "p1y", "P1H", "P1Yé"] {
            assert_eq!(shape(text), None, "{text}");
        }
    }
}
