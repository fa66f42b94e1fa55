#include "core/auth/OpenAlgoVerifier.h"

#include "core/auth/Argon2.h"

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

using Problem = OpenAlgoDatabase::Problem;

KeyVerdict unavailable(Problem problem, const QString &detail)
{
    spdlog::warn("auth: OpenAlgo's database cannot be read now: {}", detail.toStdString());
    return {KeyVerdict::Kind::Unavailable,
            {},
            {},
            problem == Problem::Locked ? QStringLiteral("OpenAlgo's database is busy now; try again in a moment")
                                       : QStringLiteral("OpenAlgo's database cannot be read now; see Tickgate's log")};
}

} // namespace

OpenAlgoVerifier::OpenAlgoVerifier(QString databaseFile, QByteArray pepper)
    : m_database(std::move(databaseFile))
    , m_pepper(std::move(pepper))
{}

KeyVerdict OpenAlgoVerifier::verify(const QByteArray &key)
{
    if (m_pepper.isEmpty()) {
        // Every key would look wrong, and be remembered as wrong.
        return {KeyVerdict::Kind::Unavailable,
                {},
                {},
                QStringLiteral("Tickgate does not know OpenAlgo's API_KEY_PEPPER; run tickgate doctor")};
    }
    const auto keys = m_database.keys();
    if (!keys.ok())
        return unavailable(keys.problem, keys.detail.isEmpty() ? m_database.file() : keys.detail);

    const QByteArray peppered = key + m_pepper;
    for (const OpenAlgoDatabase::StoredKey &stored : keys.value) {
        const Argon2Match match = argon2Verify(stored.hash, peppered);
        if (match == Argon2Match::Matches)
            return verdictFor(stored.userId);
        if (match == Argon2Match::Unusable)
            spdlog::warn("auth: the key of user {} in OpenAlgo's database cannot be used; generate it again there",
                         stored.userId.toStdString());
    }
    return {KeyVerdict::Kind::WrongKey, {}, {}, QStringLiteral("Invalid API key")};
}

KeyVerdict OpenAlgoVerifier::verdictFor(const QString &userId) const
{
    const auto login = m_database.login(userId);
    if (!login.ok())
        return unavailable(login.problem, login.detail.isEmpty() ? m_database.file() : login.detail);
    if (!login.value || login.value->broker.isEmpty())
        return {KeyVerdict::Kind::BrokerError, {}, {}, QStringLiteral("No broker is logged in; log in in OpenAlgo")};
    if (login.value->revoked)
        return {KeyVerdict::Kind::BrokerError,
                {},
                {},
                QStringLiteral("The broker login has ended; log in again in OpenAlgo")};
    return {KeyVerdict::Kind::Accepted, userId, login.value->broker, {}};
}

std::optional<QString> OpenAlgoVerifier::brokerOf(const QString &userId)
{
    const KeyVerdict verdict = verdictFor(userId);
    return verdict.kind == KeyVerdict::Kind::Accepted ? std::optional(verdict.broker) : std::nullopt;
}

QString OpenAlgoVerifier::sourceName() const
{
    return QStringLiteral("OpenAlgo");
}

} // namespace tickgate
