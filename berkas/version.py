"""The version of Berkas, in one place: the wheel, the command, the API and its OpenAPI document take it from here."""

VERSION = "0.1.0"
