"""The disposable SQL: everything derived from the record, dropped and made anew at will."""
