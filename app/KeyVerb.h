#pragma once

#include "app/CommandLine.h"

#include <QTextStream>

namespace tickgate {

/// `tickgate key ...` over the keys file; `key add USER --json` and `key remove ID --json` answer with one object,
/// {"ok": false, "message": ...} where it failed.
/// Returns the process's exit code. Main thread; blocks on the disk and on Argon2.
[[nodiscard]] int runKeyVerb(const CommandLine &line, const QString &keysFile, QTextStream &out, QTextStream &err);

} // namespace tickgate
