"""Pure functions from text to values: cleaning, dates, names, places. No input or output, no state."""
