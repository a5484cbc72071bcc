"""Pages for people; they speak only GraphQL. `vendor/` holds what others wrote, by version and with its licence."""
