"""The precious SQL: people who sign in, invitations, sessions, tokens."""
