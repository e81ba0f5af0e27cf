#!/usr/bin/env python
"""Django's command line, for those who are used to it; `samovar` is the operator's."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samovar.config.settings")
    if "runserver" in sys.argv[1:2] and "RUN_MAIN" not in os.environ:
        from hatch_build import prepare

        # Who works the way of the seeds has no other moment at which the front end is built.
        prepare()
    execute_from_command_line(sys.argv)
