#pragma once

#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <vector>

namespace tickgate {

/// What stands between us and a port. Each has one right remedy (see PortPolicy).
enum class PortVerdictKind
{
    Free,
    Ours,
    TwinListener,
    OurOrphan,
    OpenAlgoProxy,
    OtherProcess,
    OtherUser,
    SystemReserved,
    Lingering,
    HeldByVanishedOwner,
    WrongFamily,
    BadAddress,
};

/// The one thing to offer for a verdict; Windows and the command line word it, they do not choose it.
enum class PortAction
{
    None,
    Start,
    Release,
    WaitAndRetry,
    UseNextPort,
    AskOwner,
    EditSettings
};

/// A process that holds a port.
struct PortHolder
{
    qint64 pid = 0;     ///< 0 when the system would not say
    QString name;       ///< executable's file name
    QString command;    ///< full command line, secrets masked
    QString executable; ///< path, empty when unknown
    QString user;
    bool sameUser = false;
    QDateTime startedAt; ///< invalid when unknown
    QString address;     ///< local address of the listening socket, e.g. "127.0.0.1" or "::"

    bool operator==(const PortHolder &) const = default;
};

/// The answer about one port: who has it, what that means and what to do, in words a trader can act on.
struct PortVerdict
{
    PortVerdictKind kind = PortVerdictKind::Free;
    quint16 port = 0;
    QString address; ///< the address that was probed
    QString text;    ///< what is the case: "Port 8765 is held by python3 (pid 4711) ..."
    QString remedy;  ///< what to do, one sentence
    PortAction action = PortAction::None;
    bool blocksStart = false; ///< our listener would not get this port, or must not take it
    std::vector<PortHolder> holders;
    int lingering = 0;   ///< connections left in TIME_WAIT and the like
    int secondsToGo = 0; ///< until the last of them is gone, 0 when unknown

    bool operator==(const PortVerdict &) const = default;
};

/// Stable snake_case name for --json and logs, e.g. "open_algo_proxy".
[[nodiscard]] QString portVerdictName(PortVerdictKind kind);

/// Stable snake_case name for --json, e.g. "wait_and_retry".
[[nodiscard]] QString portActionName(PortAction action);

/// "python3 (pid 4711)", "a process of user anna", as it reads inside a sentence.
[[nodiscard]] QString holderLabel(const PortHolder &holder);

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::PortHolder)
Q_DECLARE_METATYPE(tickgate::PortVerdict)
