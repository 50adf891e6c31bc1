# What the check-up asks Windows: one JSON object of names and values. Changes nothing.
# What cannot be asked, for want of rights or of the feature, is left out.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$f = @{}
try { $f['SecureBoot'] = [int](Confirm-SecureBootUEFI) } catch {}
try { $f['AccountIsAdministrator'] = [int]([Security.Principal.WindowsIdentity]::GetCurrent().Groups.Value -contains 'S-1-5-32-544') } catch {}
try { $f['Keyboards'] = ((Get-PnpDevice -Class Keyboard -PresentOnly).InstanceId | ForEach-Object { if ($_ -match 'VID_(\w{4})&PID_(\w{4})') { ($Matches[1] + ':' + $Matches[2]).ToLower() } }) -join ' ' } catch {}
try { $f['UWF.CurrentEnabled'] = [int](Get-CimInstance -Namespace root/standardcimv2/embedded -ClassName UWF_Filter).CurrentEnabled } catch {}
try { $f['LastUpdate'] = (Get-HotFix | Where-Object InstalledOn | Sort-Object InstalledOn)[-1].InstalledOn.ToString('yyyy-MM-dd') } catch {}
try { $d = Get-MpComputerStatus; $f['AntivirusEnabled'] = [int]$d.AntivirusEnabled; $f['RealTimeProtectionEnabled'] = [int]$d.RealTimeProtectionEnabled; $f['AntivirusSignatureAge'] = [int]$d.AntivirusSignatureAge } catch {}
try { $f['SpoolFiles'] = @(Get-ChildItem "$env:windir/System32/spool/PRINTERS").Count } catch {}
$f | ConvertTo-Json -Compress
