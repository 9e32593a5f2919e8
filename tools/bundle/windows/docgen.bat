@"%~dp0python\python.exe" -m docgen %*
