#include "ParentConsole.h"

#include <cstdio>
#include <qt_windows.h>

namespace tickgate {

namespace {

bool goesSomewhere(DWORD which)
{
    HANDLE handle = GetStdHandle(which);
    return handle != nullptr && handle != INVALID_HANDLE_VALUE && GetFileType(handle) != FILE_TYPE_UNKNOWN;
}

} // namespace

void attachParentConsole()
{
    const bool out = goesSomewhere(STD_OUTPUT_HANDLE);
    const bool err = goesSomewhere(STD_ERROR_HANDLE);
    if ((out && err) || !AttachConsole(ATTACH_PARENT_PROCESS))
        return;
    SetConsoleOutputCP(CP_UTF8);
    std::FILE *stream = nullptr;
    if (!out)
        freopen_s(&stream, "CONOUT$", "w", stdout);
    if (!err)
        freopen_s(&stream, "CONOUT$", "w", stderr);
}

} // namespace tickgate
