#include "PeerUser.h"

#include <QByteArray>

#include <qt_windows.h>

namespace tickgate {

namespace {

/// The account of a process as a security identifier; empty when the system will not say.
QByteArray accountOf(HANDLE process)
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(process, TOKEN_QUERY, &token))
        return {};
    DWORD size = 0;
    GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    QByteArray buffer(static_cast<qsizetype>(size), Qt::Uninitialized);
    QByteArray account;
    if (size > 0 && GetTokenInformation(token, TokenUser, buffer.data(), size, &size)) {
        const auto *user = reinterpret_cast<const TOKEN_USER *>(buffer.constData());
        const DWORD length = GetLengthSid(user->User.Sid);
        account.resize(static_cast<qsizetype>(length));
        if (!CopySid(length, account.data(), user->User.Sid))
            account.clear();
    }
    CloseHandle(token);
    return account;
}

} // namespace

bool peerIsSameUser(qintptr descriptor)
{
    ULONG pid = 0;
    if (!GetNamedPipeClientProcessId(reinterpret_cast<HANDLE>(descriptor), &pid))
        return false;
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
    if (process == nullptr)
        return false;
    const QByteArray theirs = accountOf(process);
    CloseHandle(process);
    return !theirs.isEmpty() && theirs == accountOf(GetCurrentProcess());
}

} // namespace tickgate
