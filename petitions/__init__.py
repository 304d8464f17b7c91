"""Petition cases (信访案件) and their closing one by one."""
