#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace tickgate {

/// What a client asked for in its HTTP upgrade, after the header was read whole.
struct HandshakeInfo
{
    QString userAgent;
    QString origin;
    QString host;
};

/// Either let in, or answered with an HTTP status.
struct HandshakeVerdict
{
    int status = 101;
    QString reason; ///< for the log and the answer's body, when refused
    HandshakeInfo info;

    [[nodiscard]] bool accepted() const { return status == 101; }
};

/// Who may open a session (DESIGN 8): any web page can dial 127.0.0.1, so pages need a loopback or allowed Origin, and
/// the Host has to be a loopback name, else a page whose name was rebound to 127.0.0.1 would pass. Pure.
class HandshakePolicy
{
public:
    /// Where other computers are served, Host may be any of the names that this one has for them.
    HandshakePolicy(QStringList allowedOrigins, bool servesOthers);

    /// header is everything up to and including the empty line (RFC 6455 4.2.1).
    [[nodiscard]] HandshakeVerdict judge(const QByteArray &header) const;

    /// The answer to a refused handshake: a whole HTTP response.
    [[nodiscard]] static QByteArray response(const HandshakeVerdict &verdict);

private:
    [[nodiscard]] bool originAllowed(const QString &origin) const;

    QStringList m_allowedOrigins;
    bool m_servesOthers;
};

} // namespace tickgate
