"""python -m turbo_admin"""

from turbo_admin.cli import main

raise SystemExit(main())
