@rem Runs unibind.ps1 from the Windows command prompt. Not tested by CI.
@powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0unibind.ps1" %*
