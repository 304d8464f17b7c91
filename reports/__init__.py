"""Dashboards and ledgers (台账) over everything else."""
