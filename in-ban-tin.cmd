@echo off
rem Set a printed issue and open the folder with its PDFs.
chcp 65001 >nul
title %~n0
cd /d "%~dp0"
set "PYTHONUTF8=1"
set "PYTHON=py -3"
%PYTHON% --version >nul 2>nul
if not errorlevel 1 goto ready
set "PYTHON=python"
%PYTHON% --version >nul 2>nul
if not errorlevel 1 goto ready
echo Máy này chưa có Python.
echo   1. Mở trang https://www.python.org/downloads/windows/ và tải bản mới nhất.
echo   2. Khi cài, đánh dấu ô "Add python.exe to PATH", rồi bấm Install Now.
echo   3. Cài xong, bấm đúp lại tệp này.
pause
exit /b 3
:ready
set "SO="
set /p "SO=Số bản tin cần in, ví dụ 2026-11: "
%PYTHON% "%~dp0build.py" print "%SO%" %*
if errorlevel 1 goto wrong
start "" "%~dp0print"
exit /b 0
:wrong
set "CODE=%ERRORLEVEL%"
echo.
echo Chưa xong. Đọc các dòng ở trên: mỗi lỗi có tệp, số dòng và cách sửa.
pause
exit /b %CODE%
