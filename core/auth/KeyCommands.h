#pragma once

#include <QString>
#include <QStringList>

class QTextStream;

namespace tickgate {

/// `tickgate key ...`: arguments are what follows `key`: `add USER`, `list [--json]`, `remove ID`. Writes answers to
/// out and reasons to err; returns the exit code: 0 done, 1 failed, 2 usage. `add` prints the new key alone on its last
/// line. Any thread; blocks on the disk and on Argon2.
[[nodiscard]] int runKeyCommand(const QString &keysFile, const QStringList &arguments, QTextStream &out,
                                QTextStream &err);

} // namespace tickgate
