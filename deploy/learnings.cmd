@echo off
rem What Task Scheduler starts; learnings-task.xml registers it with all settings, or in one line:
rem   schtasks /Create /TN learnings /SC DAILY /ST 02:30 /RU "NT AUTHORITY\LOCAL SERVICE" /TR "C:\learnings\learnings.cmd"
rem Exit code 3 (the dataset is written, something went into quarantine) counts as success.
cd /d C:\learnings
C:\learnings\.venv\Scripts\learnings.exe run --config C:\learnings\learnings.toml --out C:\learnings\out --quiet
set code=%ERRORLEVEL%
if %code%==3 exit /b 0
exit /b %code%
