#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>

#include <optional>

namespace tickgate {

/// What became of one API key.
struct KeyVerdict
{
    enum class Kind
    {
        Accepted,
        WrongKey,    ///< AUTHENTICATION_ERROR
        BrokerError, ///< the key is right, but no broker is logged in, or the login was revoked
        Unavailable, ///< the source of keys cannot be read now: AUTHENTICATION_ERROR, not cached, not counted as wrong
    };

    Kind kind = Kind::WrongKey;
    QString userId;  ///< set when Accepted
    QString broker;  ///< set when Accepted
    QString message; ///< for the client when not Accepted; never contains the key

    bool operator==(const KeyVerdict &) const = default;
};

/// A source of API keys: demo, keys file or OpenAlgo's database. Stateless towards its callers; verify() and brokerOf()
/// block (Argon2, database) and are called on pool threads, possibly on two at once. Comparisons are constant-time.
class ApiKeyVerifier
{
public:
    virtual ~ApiKeyVerifier() = default;

    [[nodiscard]] virtual KeyVerdict verify(const QByteArray &key) = 0;

    /// The broker that this user is logged in to now; nothing when there is none, when it cannot be told, and where
    /// brokers belong to keys and not to users.
    [[nodiscard]] virtual std::optional<QString> brokerOf(const QString & /*userId*/) { return std::nullopt; }

    /// For people: "demo key", "keys file", "OpenAlgo".
    [[nodiscard]] virtual QString sourceName() const = 0;

    /// Changes when cached verdicts must not be trusted any more because the source itself changed; quick enough for
    /// every log-on on the hub thread (no reading). Sources that announce their changes otherwise keep it empty.
    [[nodiscard]] virtual QByteArray sourceStamp() const { return {}; }
};

/// How a key appears in logs and on screen: its first 4 characters and a short hash, e.g. "demo…#1a2b3c".
[[nodiscard]] QString maskedKey(const QByteArray &key);

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::KeyVerdict)
