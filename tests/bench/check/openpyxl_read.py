"""openpyxl reads the first sheet of a workbook, row by row, in its mode for reading alone; no rules: `python openpyxl_read.py FILE`."""

import json
import resource
import sys
import time

from openpyxl import load_workbook

begun = time.perf_counter()
sheet = load_workbook(sys.argv[1], read_only=True).worksheets[0]
rows = sum(1 for _ in sheet.iter_rows(min_row=2, values_only=True))
ms = (time.perf_counter() - begun) * 1000
print(json.dumps({"ms": ms, "overview": {"rows": rows}, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
