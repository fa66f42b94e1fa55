#include "ProgramVersion.h"

#include "tickgate/Version.h"

namespace tickgate {

QString reportedVersion()
{
#ifdef TICKGATE_FAULT_HOOKS
    if (const QString pretended = qEnvironmentVariable("TICKGATE_TEST_VERSION"); !pretended.isEmpty())
        return pretended;
#endif
    return QString::fromLatin1(kVersion);
}

std::optional<quint8> pretendedControlVersion()
{
#ifdef TICKGATE_FAULT_HOOKS
    bool isNumber = false;
    const int version = qEnvironmentVariableIntValue("TICKGATE_TEST_CONTROL_VERSION", &isNumber);
    if (isNumber)
        return static_cast<quint8>(version);
#endif
    return std::nullopt;
}

} // namespace tickgate
