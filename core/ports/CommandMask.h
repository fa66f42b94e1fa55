#pragma once

#include <QString>
#include <QStringList>

namespace tickgate {

/// A command line for people to read, one argument after the other, quoted where needed, with everything that looks
/// like a secret (keys, tokens, passwords, whether given as --key=value, --key value or KEY=value) replaced by ***.
[[nodiscard]] QString maskedCommand(const QStringList &arguments);

/// Text of other programs as it may be shown: what is no printable character (a newline, an escape, a mark that turns
/// the direction) becomes a question mark.
[[nodiscard]] QString shownText(const QString &text);

} // namespace tickgate
