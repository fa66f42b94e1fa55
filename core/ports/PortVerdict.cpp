#include "PortVerdict.h"

namespace tickgate {

QString portVerdictName(PortVerdictKind kind)
{
    switch (kind) {
    case PortVerdictKind::Free:
        return QStringLiteral("free");
    case PortVerdictKind::Ours:
        return QStringLiteral("ours");
    case PortVerdictKind::TwinListener:
        return QStringLiteral("twin_listener");
    case PortVerdictKind::OurOrphan:
        return QStringLiteral("our_orphan");
    case PortVerdictKind::OpenAlgoProxy:
        return QStringLiteral("open_algo_proxy");
    case PortVerdictKind::OtherProcess:
        return QStringLiteral("other_process");
    case PortVerdictKind::OtherUser:
        return QStringLiteral("other_user");
    case PortVerdictKind::SystemReserved:
        return QStringLiteral("system_reserved");
    case PortVerdictKind::Lingering:
        return QStringLiteral("lingering");
    case PortVerdictKind::HeldByVanishedOwner:
        return QStringLiteral("held_by_vanished_owner");
    case PortVerdictKind::WrongFamily:
        return QStringLiteral("wrong_family");
    case PortVerdictKind::BadAddress:
        return QStringLiteral("bad_address");
    }
    return {};
}

QString portActionName(PortAction action)
{
    switch (action) {
    case PortAction::None:
        return QStringLiteral("none");
    case PortAction::Start:
        return QStringLiteral("start");
    case PortAction::Release:
        return QStringLiteral("release");
    case PortAction::WaitAndRetry:
        return QStringLiteral("wait_and_retry");
    case PortAction::UseNextPort:
        return QStringLiteral("use_next_port");
    case PortAction::AskOwner:
        return QStringLiteral("ask_owner");
    case PortAction::EditSettings:
        return QStringLiteral("edit_settings");
    }
    return {};
}

QString holderLabel(const PortHolder &holder)
{
    if (holder.pid > 0 && !holder.name.isEmpty())
        return QStringLiteral("%1 (pid %2)").arg(holder.name).arg(holder.pid);
    if (holder.pid > 0)
        return QStringLiteral("the process with pid %1").arg(holder.pid);
    if (!holder.user.isEmpty())
        return QStringLiteral("a process of user %1").arg(holder.user);
    return QStringLiteral("a process that the system does not name");
}

} // namespace tickgate
