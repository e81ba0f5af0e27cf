"""How passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at the cost that OWASP's Password Storage Cheat Sheet names: 19 MiB, 2 passes, 1 lane.

    Why not Django's 100 MiB and 8 lanes: ``docs/decisions/0020-cost-of-a-password.md``.
    """

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
