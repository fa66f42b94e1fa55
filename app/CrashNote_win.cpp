#include "CrashNote.h"

#include <QDir>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <iterator>
#include <qt_windows.h>
#include <string>

namespace tickgate {

namespace {

// Laid ready beforehand: a crashing process may not allocate.
wchar_t g_path[1024] = {};

void note(const char *text)
{
    HANDLE file = CreateFileW(g_path, GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return;
    DWORD written = 0;
    WriteFile(file, text, static_cast<DWORD>(std::strlen(text)), &written, nullptr);
    CloseHandle(file);
}

LONG WINAPI noteException(EXCEPTION_POINTERS *pointers)
{
    const DWORD code = pointers->ExceptionRecord->ExceptionCode;
    note(code == EXCEPTION_ACCESS_VIOLATION ? "invalid memory access" : "an unhandled exception of the system");
    return EXCEPTION_CONTINUE_SEARCH;
}

void noteAbort(int)
{
    note("the program gave up (abort)");
}

} // namespace

void installCrashNote(const QString &file)
{
    const std::wstring path = QDir::toNativeSeparators(file).toStdWString();
    if (path.size() >= std::size(g_path))
        return;
    std::copy(path.begin(), path.end(), g_path);
    SetUnhandledExceptionFilter(noteException);
    std::signal(SIGABRT, noteAbort);
}

} // namespace tickgate
