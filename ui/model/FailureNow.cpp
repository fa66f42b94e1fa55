#include "FailureNow.h"

#include <QCoreApplication>

namespace tickgate {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(FailureNow)
};

} // namespace

ServiceError failureNow(const ServiceError &error, const std::optional<PortVerdict> &webSocket,
                        const std::optional<PortVerdict> &bus)
{
    if (!error.verdict)
        return error;
    for (const auto *now : {&webSocket, &bus}) {
        if (!*now || (*now)->port != error.verdict->port || (*now)->kind == PortVerdictKind::Ours)
            continue;
        if ((*now)->kind == PortVerdictKind::Free)
            return {error.code, Words::tr("Port %1 was in use and is free now.").arg((*now)->port), {}, {}};
        if (**now != *error.verdict)
            return {error.code, (*now)->text, (*now)->remedy, **now};
    }
    return error;
}

} // namespace tickgate
