@echo off
chcp 65001 >nul
set PYTHONUTF8=1
pushd "%~dp0" || goto where
set RUN=
py -3 -c "" >nul 2>nul && set RUN=py -3
if not defined RUN python -c "" >nul 2>nul && set RUN=python
if not defined RUN goto none
%RUN% kit.py serve --lan %*
popd
pause
exit /b

:none
echo Python 3.11 以上を入れてから、もう一度ダブルクリックしてください。 / Please install Python 3.11 or newer.
pause
exit /b 1

:where
echo このフォルダーを開けません。デスクトップなどに写してから、もう一度始めてください。 / Cannot open this folder.
pause
exit /b 1
