#include "core/auth/Argon2.h"

#include <QRandomGenerator>

#include <argon2.h>

#include <array>

namespace tickgate {

namespace {
// OWASP's smallest advised cost. It is meant for passwords; for keys of 238 random bits it is plenty, and after a
// restart all clients log on at once, so a check has to be quick.
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kMemoryKiB = 19 * 1024;
constexpr std::uint32_t kLanes = 1;
constexpr std::uint32_t kHashBytes = 32;
constexpr std::uint32_t kSaltBytes = 16;
} // namespace

std::optional<QByteArray> argon2Hash(const QByteArray &secret)
{
    std::array<quint32, kSaltBytes / sizeof(quint32)> salt{};
    QRandomGenerator::system()->fillRange(salt.data(), static_cast<qsizetype>(salt.size()));

    // The length it returns counts the terminating zero.
    QByteArray encoded(
        static_cast<qsizetype>(argon2_encodedlen(kPasses, kMemoryKiB, kLanes, kSaltBytes, kHashBytes, Argon2_id)),
        '\0');
    const int result = argon2id_hash_encoded(kPasses, kMemoryKiB, kLanes, secret.constData(),
                                             static_cast<std::size_t>(secret.size()), salt.data(), kSaltBytes,
                                             kHashBytes, encoded.data(), static_cast<std::size_t>(encoded.size()));
    if (result != ARGON2_OK)
        return std::nullopt;
    encoded.truncate(encoded.indexOf('\0'));
    return encoded;
}

Argon2Match argon2Verify(const QByteArray &encoded, const QByteArray &secret)
{
    // An embedded zero would end the C string early and check something other than what is stored.
    if (encoded.contains('\0') || !encoded.startsWith("$argon2id$"))
        return Argon2Match::Unusable;
    const int result =
        argon2id_verify(encoded.constData(), secret.constData(), static_cast<std::size_t>(secret.size()));
    if (result == ARGON2_OK)
        return Argon2Match::Matches;
    return result == ARGON2_VERIFY_MISMATCH ? Argon2Match::Differs : Argon2Match::Unusable;
}

} // namespace tickgate
