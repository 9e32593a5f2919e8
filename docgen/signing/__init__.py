"""What people signed or filed: kept as it was, its scans beside it, held against what the workbook says now."""
