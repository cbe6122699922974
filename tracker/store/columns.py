"""Column types of our own, and the fields that use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# A constraint without a name cannot be changed by a later migration.
SQLModel.metadata.naming_convention = {
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC: SQLite itself forgets time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To the database: refuse a naive datetime, turn an aware one into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone, got {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """From the database: UTC again."""
        return None if value is None else value.replace(tzinfo=UTC)


def moment_field(*, nullable: bool = False) -> Any:
    """A field that holds a `Moment`; the row's maker must set it unless it is nullable."""
    return Field(default=None, sa_column=Column(Moment(), nullable=nullable))


def json_field(default: Callable[[], Any]) -> Any:
    """A field that holds a list or a dict as JSON, by default what `default` makes."""
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))
