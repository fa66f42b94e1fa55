#pragma once

#include "core/auth/ApiKeyVerifier.h"
#include "core/auth/OpenAlgoDatabase.h"

namespace tickgate {

/// Checks keys against OpenAlgo's database: Argon2id of key + pepper, broker and revocation from the login of the key's
/// user. A database that is locked or away is Unavailable, never a wrong key. Any thread, several at once; owned by the
/// AuthService that it was given to.
class OpenAlgoVerifier : public ApiKeyVerifier
{
public:
    OpenAlgoVerifier(QString databaseFile, QByteArray pepper);

    [[nodiscard]] KeyVerdict verify(const QByteArray &key) override;
    [[nodiscard]] std::optional<QString> brokerOf(const QString &userId) override;
    [[nodiscard]] QString sourceName() const override;

private:
    [[nodiscard]] KeyVerdict verdictFor(const QString &userId) const;

    const OpenAlgoDatabase m_database;
    const QByteArray m_pepper;
};

} // namespace tickgate
