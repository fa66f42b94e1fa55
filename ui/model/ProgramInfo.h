#pragma once

#include <QString>

namespace tickgate {

/// The program behind a connection, as far as the system tells.
struct ProgramInfo
{
    qint64 pid = 0; ///< 0 while unknown
    QString name;   ///< "python3"
    QString script; ///< "/home/me/strategy.py", may be empty

    bool operator==(const ProgramInfo &) const = default;
};

} // namespace tickgate
