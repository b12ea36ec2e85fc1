//! Values as people write them: dates, intervals, durations, percentages, service hours, people, versions.
