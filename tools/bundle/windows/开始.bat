@echo off
rem Opens a terminal in which docgen is a command; a workbook dropped on this file is beside it there.
set "PATH=%~dp0;%PATH%"
cd /d "%~dp0"
if not "%~1"=="" cd /d "%~dp1"
call "%~dp0docgen.bat" --help
cmd /k
