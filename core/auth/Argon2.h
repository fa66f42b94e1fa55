#pragma once

#include <QByteArray>

#include <optional>

namespace tickgate {

enum class Argon2Match
{
    Matches,
    Differs,
    Unusable, ///< not an Argon2 hash, or too little memory to check it
};

/// Argon2id with a fresh salt, in the usual encoded form ($argon2id$v=19$...). Takes tens of milliseconds: pool threads
/// and the command line only. Nothing when memory is short.
[[nodiscard]] std::optional<QByteArray> argon2Hash(const QByteArray &secret);

/// Checks a secret against an encoded hash, with the parameters that the hash names; compares in constant time.
/// Blocks like argon2Hash().
[[nodiscard]] Argon2Match argon2Verify(const QByteArray &encoded, const QByteArray &secret);

} // namespace tickgate
