#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>

namespace tickgate {

/// What a graceful stop achieved (step 6 of the clean-up).
struct StopReport
{
    qint64 durationMs = 0;
    int leftPolitely = 0;  ///< clients that answered the Close frame
    int cut = 0;           ///< clients aborted at the deadline
    QStringList heldPorts; ///< address:port of each that a bind without address reuse found taken
    QString reason;        ///< who asked: "Stop button", "SIGINT", ...

    [[nodiscard]] bool portsFree() const { return heldPorts.isEmpty(); }

    bool operator==(const StopReport &) const = default;
};

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::StopReport)
