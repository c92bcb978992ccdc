"""What can go wrong in retrieval; the docstring of a class is its message."""


class RetrievalError(Exception):
    """Retrieval cannot go on."""

    def __str__(self) -> str:
        return ": ".join([self.__class__.__doc__ or "", *map(str, self.args)])


class MissingSetting(RetrievalError):
    """A setting is missing from the environment"""


class BadSetting(RetrievalError):
    """A setting has a value that cannot be used"""


class BrokenArticles(RetrievalError):
    """The articles have mistakes that must be mended first (python -m retrieval check lists them)"""


class EncoderUnusable(RetrievalError):
    """The encoder cannot be made or loaded"""


class IndexMissing(RetrievalError):
    """There is no index on the disk"""


class IndexMismatch(RetrievalError):
    """The index on the disk was made by another encoder or from other articles"""


class BadQuestions(RetrievalError):
    """A file of questions cannot be read"""


class BadRequest(RetrievalError):
    """The request is not one this service takes"""
