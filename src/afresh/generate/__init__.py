"""From a binary and its documentation to a certified suite: survey, seed, record, distil, certify."""
