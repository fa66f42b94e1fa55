#include "HandshakePolicy.h"

#include "core/server/RequestHead.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace tickgate {

namespace {

constexpr qsizetype kShown = 200; // characters of a header in a sentence or a row

bool hasToken(const QByteArray &value, const QByteArray &token)
{
    const QList<QByteArray> parts = value.toLower().split(',');
    for (const QByteArray &part : parts) {
        if (part.trimmed() == token)
            return true;
    }
    return false;
}

bool isLoopbackName(const QString &host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return true;
    return QHostAddress(host).isLoopback();
}

/// The name in "name:port", "[::1]:port" or either without a port; empty when it is neither.
QString hostName(const QString &host)
{
    // QUrl takes ⓛocalhost for localhost, QWebSocketServer takes it for nothing.
    if (std::any_of(host.begin(), host.end(), [](QChar c) { return c.unicode() > 0x7f; }))
        return {};
    const QUrl url(QStringLiteral("ws://") + host, QUrl::StrictMode);
    const bool nothingElse = url.path().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    return url.isValid() && nothingElse ? url.host() : QString();
}

/// Whether QWebSocketServer finds a host for the session's URL: in the target, or else in Host.
bool namesHost(const QByteArray &target, const QString &host)
{
    QUrl url = QUrl::fromEncoded(target);
    if (url.isRelative()) {
        url.setAuthority(host);
        if (!url.userName().isNull())
            return false;
    }
    return !url.host().isEmpty();
}

HandshakeVerdict refused(int status, const QString &reason, const HandshakeInfo &info = {})
{
    return {status, reason, info};
}

} // namespace

HandshakePolicy::HandshakePolicy(QStringList allowedOrigins, bool servesOthers)
    : m_allowedOrigins(std::move(allowedOrigins))
    , m_servesOthers(servesOthers)
{}

HandshakeVerdict HandshakePolicy::judge(const QByteArray &header) const
{
    const RequestHead head(header);
    if (head.method() != "GET" || head.version() != "HTTP/1.1")
        return refused(400, QStringLiteral("This is a WebSocket server: it answers GET with HTTP/1.1 only."));
    if (head.problemStatus() != 0)
        return refused(head.problemStatus(), QString::fromLatin1(head.problem()));

    HandshakeInfo info;
    info.userAgent = QString::fromUtf8(head.joined("user-agent")).left(kShown);
    info.origin = QString::fromUtf8(head.joined("origin"));
    info.host = QString::fromUtf8(head.joined("host"));

    const QString host = hostName(info.host);
    if (host.isEmpty() || (!m_servesOthers && !isLoopbackName(host))) {
        return refused(
            403, QStringLiteral("Host \"%1\" is not this computer. Connect to 127.0.0.1.").arg(info.host.left(kShown)),
            info);
    }
    if (head.has("origin") && !originAllowed(info.origin)) {
        return refused(403,
                       QStringLiteral("Pages from \"%1\" may not connect. Add it to TICKGATE_ALLOWED_ORIGINS to let "
                                      "it in.")
                           .arg(info.origin.left(kShown)),
                       info);
    }
    if (!namesHost(head.target(), info.host))
        return refused(400, QStringLiteral("The request's target is no path and no URL of this server."), info);
    if (head.first("upgrade").toLower() != "websocket" || !hasToken(head.first("connection"), "upgrade")) {
        return refused(426,
                       QStringLiteral("This is a WebSocket server: connect with ws://, that is, with the headers "
                                      "\"Upgrade: websocket\" and \"Connection: Upgrade\"."),
                       info);
    }
    if (head.joined("sec-websocket-version") != "13")
        return refused(426, QStringLiteral("Only WebSocket version 13 is spoken here."), info);
    if (QByteArray::fromBase64(head.first("sec-websocket-key")).size() != 16)
        return refused(400, QStringLiteral("Sec-WebSocket-Key is missing or malformed."), info);
    HandshakeVerdict accepted;
    accepted.info = info;
    return accepted;
}

bool HandshakePolicy::originAllowed(const QString &origin) const
{
    if (m_allowedOrigins.contains(origin, Qt::CaseInsensitive) || m_allowedOrigins.contains(QLatin1String("*")))
        return true;
    const QUrl url(origin, QUrl::StrictMode);
    return url.isValid() && (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) &&
           isLoopbackName(url.host());
}

QByteArray HandshakePolicy::response(const HandshakeVerdict &verdict)
{
    const char *text = "Forbidden";
    switch (verdict.status) {
    case 400:
        text = "Bad Request";
        break;
    case 426:
        text = "Upgrade Required";
        break;
    case 431:
        text = "Request Header Fields Too Large";
        break;
    case 503:
        text = "Service Unavailable";
        break;
    default:
        break;
    }
    const QByteArray body = verdict.reason.toUtf8() + '\n';
    QByteArray response = "HTTP/1.1 " + QByteArray::number(verdict.status) + ' ' + text + "\r\n";
    if (verdict.status == 426)
        response += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    response += "Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " +
                QByteArray::number(body.size()) + "\r\n\r\n" + body;
    return response;
}

} // namespace tickgate
