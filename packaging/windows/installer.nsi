; Installs for the current user, without administrator rights. /S installs silently, /D=FOLDER chooses where,
; /LOGIN=1 starts Tickgate at login.
!ifdef TARGET
    ; Where the compiler has such stubs: a 64-bit installer, which needs no 32-bit layer.
    Target ${TARGET}
!else
    Unicode true
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Tickgate"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"

Name "Tickgate"
OutFile "${OUTFILE}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Tickgate"
InstallDirRegKey HKCU "Software\Tickgate" "InstallDir"
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Tickgate"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Tickgate installer"
VIAddVersionKey "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\tickgate.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start Tickgate"
!insertmacro MUI_PAGE_LICENSE "${STAGE}\LICENSE.txt"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A running Tickgate is asked to end: it closes its clients in order, and its files can be replaced.
!macro AskToQuit
    ${If} ${FileExists} "$INSTDIR\tickgate.com"
        DetailPrint "Asking a running Tickgate to end ..."
        nsExec::Exec '"$INSTDIR\tickgate.com" quit'
        Pop $0
    ${EndIf}
!macroend

Section "Tickgate" SectionProgram
    SectionIn RO
    !insertmacro AskToQuit
    SetOutPath "$INSTDIR"
    File /r "${STAGE}\*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "Software\Tickgate" "InstallDir" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Tickgate"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\tickgate.exe"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The Tickgate authors"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" "$0"
SectionEnd

Section "Start menu entry" SectionStartMenu
    SetOutPath "$INSTDIR"
    CreateShortCut "$SMPROGRAMS\Tickgate.lnk" "$INSTDIR\tickgate.exe"
SectionEnd

Section /o "Start at login" SectionLogin
    WriteRegStr HKCU "${RUN_KEY}" "Tickgate" '"$INSTDIR\tickgate.exe" --minimized'
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
    !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "The program itself."
    !insertmacro MUI_DESCRIPTION_TEXT ${SectionStartMenu} "An entry in the start menu."
    !insertmacro MUI_DESCRIPTION_TEXT ${SectionLogin} "Starts Tickgate in the system tray when you log in."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
    ${IfNot} ${RunningX64}
        MessageBox MB_ICONSTOP "Tickgate needs a 64-bit Windows 10 or newer." /SD IDOK
        SetErrorLevel 1
        Abort
    ${EndIf}
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/LOGIN=" $1
    ${IfNot} ${Errors}
    ${AndIf} $1 == "1"
        !insertmacro SelectSection ${SectionLogin}
    ${EndIf}
FunctionEnd

; What the user made stays: settings, keys and logs are in the user's own folders, not here.
Section "Uninstall"
    !insertmacro AskToQuit
    !include "${UNINSTALL_FILES}"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\Tickgate.lnk"
    DeleteRegValue HKCU "${RUN_KEY}" "Tickgate"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
    DeleteRegKey HKCU "Software\Tickgate"
SectionEnd
