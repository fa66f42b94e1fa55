#pragma once

#include <QByteArray>

namespace tickgate {

// Small tools for secrets; pure functions, any thread. (maskedKey is declared in ApiKeyVerifier.h.)

/// Compares in a time that depends on neither value, only on their lengths.
[[nodiscard]] bool equalInConstantTime(const QByteArray &left, const QByteArray &right);

/// A new key of 40 letters and digits (238 bits) from the system's random source.
[[nodiscard]] QByteArray newSecretKey();

} // namespace tickgate
