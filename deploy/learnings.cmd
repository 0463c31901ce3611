@echo off
rem What Task Scheduler starts; register it once with:
rem   schtasks /Create /TN learnings /SC DAILY /ST 02:30 /TR "C:\learnings\learnings.cmd"
rem Exit code 3 (the dataset is written, something went into quarantine) counts as success.
cd /d C:\learnings
C:\learnings\.venv\Scripts\learnings.exe run --config C:\learnings\learnings.toml --out C:\learnings\out --quiet
set code=%ERRORLEVEL%
if %code%==3 exit /b 0
exit /b %code%
