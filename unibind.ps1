# Runs the unibind command of this checkout on Windows; see ./unibind, which does the same on Linux and macOS. Not tested by CI.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$target = Join-Path $root 'artifacts/unibind/windows'
$program = Join-Path $target 'unibind.dll'

$sources = Get-ChildItem -Recurse -File (Join-Path $root 'src'), (Join-Path $root 'packs') -ErrorAction SilentlyContinue
$newest = ($sources | Measure-Object LastWriteTimeUtc -Maximum).Maximum
if (-not $env:UNIBIND_NO_BUILD -and (-not (Test-Path $program) -or (Get-Item $program).LastWriteTimeUtc -lt $newest)) {
    [Console]::Error.WriteLine('unibind: building, once ...')
    $log = dotnet publish (Join-Path $root 'src/Cli/UniBind.Grid.Cli.csproj') -c Release -o $target --nologo -v quiet -p:UniBindPublish=plain 2>&1
    if ($LASTEXITCODE -ne 0) {
        $log | ForEach-Object { [Console]::Error.WriteLine($_) }
        exit 1
    }
    # A build that changed nothing leaves the old file in place.
    (Get-Item $program).LastWriteTimeUtc = [DateTime]::UtcNow
}
dotnet $program @args
exit $LASTEXITCODE
