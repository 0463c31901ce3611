"""learnings: from a mailbox or folder of documents to one tagged, citable dataset."""

__version__ = "0.1.0"
