"""Compiled inner loops of the engine. Everything here sees arrays only (ADR 7)."""
