@echo off
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
set RUN=
where py >nul 2>nul && set RUN=py -3
if not defined RUN where python >nul 2>nul && set RUN=python
if not defined RUN goto none
%RUN% kit.py serve --lan %*
pause
exit /b

:none
echo Python 3.11 以上を入れてから、もう一度ダブルクリックしてください。 / Please install Python 3.11 or newer.
pause
