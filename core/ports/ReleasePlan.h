#pragma once

#include "core/ports/PortProbe.h"
#include "core/ports/PortVerdict.h"
#include "core/ports/ProcessControl.h"

#include <QMetaType>

#include <vector>

namespace tickgate {

enum class ReleaseRefusal
{
    None,
    Ourselves,     ///< this process: stop is the way
    SystemProcess, ///< pid <= 4, init, launchd, a service manager
    OtherUser,     ///< no rights
    Relay,         ///< container or WSL: what holds the port runs elsewhere
    Unknown,       ///< held, but the system names nobody
};

/// One process that the ladder would ask, and what that costs.
struct ReleaseTarget
{
    os::ProcessKey key; ///< checked again before every signal
    HolderFacts facts;
    QString cost;
    qint64 parentPid = 0;
    os::ProcessKey parent;          ///< pid 0 when unknown
    QString parentLabel;            ///< "supervisord (pid 812): supervisord -c ..."; empty when nobody would restart it
    std::vector<quint16> alsoHolds; ///< further ports it listens on, which are freed with it
    bool askFirst = true;           ///< false: a child of another target, which is left to its parent at first

    bool operator==(const ReleaseTarget &) const = default;
};

/// Who would be hit by freeing a port and what it costs, before anything is done.
struct ReleasePlan
{
    QString host;
    quint16 port = 0;
    PortVerdict verdict;
    std::vector<ReleaseTarget> targets;
    ReleaseRefusal refusal = ReleaseRefusal::None;
    QString refusalText;      ///< why nothing is done and what to do instead
    bool nothingToDo = false; ///< free, or only leftovers that go by themselves

    [[nodiscard]] bool allowed() const { return refusal == ReleaseRefusal::None && !targets.empty(); }
    /// "This ends python3 (pid 4711), ... It also listens on 5555."
    [[nodiscard]] QString summary() const;

    bool operator==(const ReleasePlan &) const = default;
};

/// Looks the port up and says what freeing it would mean. Blocks like probePort().
[[nodiscard]] ReleasePlan planRelease(const ProcessTable &table, const QString &host, quint16 port,
                                      const ProbeOptions &options = {});

/// Why this process must not be ended; empty text when it may. Pure.
struct Refusal
{
    ReleaseRefusal kind = ReleaseRefusal::None;
    QString text;

    bool operator==(const Refusal &) const = default;
};
[[nodiscard]] Refusal refusalFor(const HolderFacts &facts, quint16 port, qint64 ownPid);

/// Who keeps a process running, in words, from its parent and its unit; empty when it is nobody's child but the
/// system's, or a person's shell. Pure.
[[nodiscard]] QString supervisorLabel(const os::ProcessIdentity &parent, const QString &unit);

/// How to stop that supervisor, one sentence. Pure.
[[nodiscard]] QString supervisorAdvice(const QString &label, const QString &unit);

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::ReleasePlan)
