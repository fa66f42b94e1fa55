#pragma once

#include <QString>
#include <QStringList>

class QTextStream;

namespace tickgate {

class KeysFile;

/// `tickgate key ...`: arguments are what follows `key`: `add USER`, `list [--json]`, `remove ID`. Writes answers to
/// out and reasons to err; returns the exit code: 0 done, 1 failed, 2 usage. `add` prints the new key alone on its last
/// line. Any thread; blocks on the disk and on Argon2.
[[nodiscard]] int runKeyCommand(const QString &keysFile, const QStringList &arguments, QTextStream &out,
                                QTextStream &err);

/// Makes sure that what out was told about a new key has left the program. A key that nobody has seen can never be
/// used: it is removed again, and the sentence says so. Empty when it was shown. Blocks like runKeyCommand().
[[nodiscard]] QString takeBackUnshown(const KeysFile &file, const QString &id, QTextStream &out);

} // namespace tickgate
