"""Drafts a source from a sample of what a silo delivers: a file, a folder of files, tables of a database."""

from ingest.draft.drafted import Draft, draft, save

__all__ = ["Draft", "draft", "save"]
