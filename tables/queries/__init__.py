"""Named reads, writes and compare-and-set moves; the only place that speaks SQL."""
