"""Diners read from the files of schools: SIECLE, ONDE, and tables of any kind."""
