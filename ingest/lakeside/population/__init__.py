"""The generated people and companies behind the story: chapter after chapter, each with its planted truth."""
