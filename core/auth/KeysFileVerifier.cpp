#include "core/auth/KeysFileVerifier.h"

#include "core/auth/Argon2.h"
#include "core/auth/Secrets.h"

#include <QFileInfo>

#include <spdlog/spdlog.h>

namespace tickgate {

KeysFileVerifier::KeysFileVerifier(const QString &path)
    : m_file(path)
{
    // Said at the start, not when the first client is turned away.
    if (const QString problem = m_file.read().error; !problem.isEmpty())
        spdlog::warn("auth: {}", problem.toStdString());
}

KeyVerdict KeysFileVerifier::verify(const QByteArray &key)
{
    const KeysFile::Contents contents = m_file.read();
    if (!contents.error.isEmpty()) {
        spdlog::warn("auth: {}", contents.error.toStdString());
        return {KeyVerdict::Kind::Unavailable, {}, {}, QStringLiteral("The keys file cannot be read now")};
    }

    const QString prefix = keyPrefix(key);
    bool hashed = false;
    for (const StoredKey &stored : contents.keys) {
        if (!stored.prefix.isEmpty() && stored.prefix != prefix)
            continue;
        hashed = true;
        const Argon2Match match = argon2Verify(stored.hash, key);
        if (match == Argon2Match::Matches)
            return {KeyVerdict::Kind::Accepted, stored.user, QStringLiteral("tickgate"), {}};
        if (match == Argon2Match::Unusable)
            spdlog::warn("auth: the hash of key {} in the keys file cannot be used", stored.id.toStdString());
    }
    // A prefix that nobody has must take as long as one that somebody has, or the time tells which prefixes exist.
    if (!hashed)
        static_cast<void>(argon2Verify(decoyHash(), key));
    return {KeyVerdict::Kind::WrongKey, {}, {}, QStringLiteral("Wrong API key")};
}

QByteArray KeysFileVerifier::decoyHash()
{
    std::call_once(m_decoyMade, [this] { m_decoy = argon2Hash(newSecretKey()).value_or(QByteArray()); });
    return m_decoy;
}

QString KeysFileVerifier::sourceName() const
{
    return QStringLiteral("keys file");
}

QByteArray KeysFileVerifier::sourceStamp() const
{
    const QFileInfo info(m_file.path());
    if (!info.exists())
        return {};
    return QByteArray::number(info.lastModified().toMSecsSinceEpoch()) + '/' +
           QByteArray::number(info.metadataChangeTime().toMSecsSinceEpoch()) + '/' + QByteArray::number(info.size());
}

} // namespace tickgate
