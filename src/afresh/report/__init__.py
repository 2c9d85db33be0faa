"""What came of it all: the terminal leaderboard and the browsable static site."""
