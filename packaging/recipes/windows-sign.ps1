# NOT YET RUN. Signs the files that it is given, with signtool of the Windows SDK and the certificate that THUMBPRINT names
# in this person's store, or CERTIFICATE (a .pfx in base64) with CERTIFICATE_PASSWORD. TIMESTAMP is the address of a server
# that says when. The package's publisher (PUBLISHER of windows_files.py) has to be the subject of the same certificate.
$ErrorActionPreference = 'Stop'
if (-not ($env:THUMBPRINT -or $env:CERTIFICATE)) {
    "Not signed: neither THUMBPRINT nor CERTIFICATE is set. Windows warns of such a program, and installs no such package."
    exit 0
}
$words = @('sign', '/fd', 'sha256', '/tr', $(if ($env:TIMESTAMP) { $env:TIMESTAMP } else { 'http://timestamp.digicert.com' }),
    '/td', 'sha256')
$file = $null
try {
    if ($env:THUMBPRINT) { $words += '/sha1', $env:THUMBPRINT }
    else {
        $file = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).pfx"
        [IO.File]::WriteAllBytes($file, [Convert]::FromBase64String($env:CERTIFICATE))
        $words += '/f', $file
        if ($env:CERTIFICATE_PASSWORD) { $words += '/p', $env:CERTIFICATE_PASSWORD }
    }
    signtool @words @args
    $code = $LASTEXITCODE
    if (-not $code) {
        signtool verify /pa @args
        $code = $LASTEXITCODE
    }
} finally { if ($file) { Remove-Item $file } }
exit $code
