"""Copies saved, restored, made daily."""
