"""Who would want what: additive models whose reasons sum to their score."""
