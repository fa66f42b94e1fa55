#pragma once

#include <QString>
#include <QStringList>

namespace tickgate {

/// A command line for people to read, one argument after the other, quoted where needed, with everything that looks
/// like a secret (keys, tokens, passwords, whether given as --key=value, --key value or KEY=value) replaced by ***.
[[nodiscard]] QString maskedCommand(const QStringList &arguments);

} // namespace tickgate
