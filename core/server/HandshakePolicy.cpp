#include "HandshakePolicy.h"

#include <QHash>
#include <QHostAddress>
#include <QUrl>

namespace tickgate {

namespace {

using Headers = QHash<QByteArray, QByteArray>;

Headers headersOf(const QByteArray &header)
{
    Headers headers;
    const QList<QByteArray> lines = header.split('\n');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        if (colon <= 0)
            continue;
        // Repeated ones make one list, as RFC 9110 5.3 says; a second Host or Origin so never replaces the first.
        const QByteArray name = lines[i].left(colon).trimmed().toLower();
        const QByteArray value = lines[i].mid(colon + 1).trimmed();
        const auto known = headers.constFind(name);
        headers.insert(name, known == headers.constEnd() ? value : *known + ", " + value);
    }
    return headers;
}

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
    const QUrl url(QStringLiteral("ws://") + host, QUrl::StrictMode);
    return url.isValid() && url.path().isEmpty() && url.userInfo().isEmpty() ? url.host() : QString();
}

HandshakeVerdict refused(int status, const QString &reason, const HandshakeInfo &info = {})
{
    return {status, reason, info};
}

} // namespace

HandshakePolicy::HandshakePolicy(QStringList allowedOrigins, bool allowRemote)
    : m_allowedOrigins(std::move(allowedOrigins))
    , m_allowRemote(allowRemote)
{}

HandshakeVerdict HandshakePolicy::judge(const QByteArray &header) const
{
    const QByteArray requestLine = header.left(header.indexOf('\r'));
    if (!requestLine.startsWith("GET ") || !requestLine.endsWith(" HTTP/1.1"))
        return refused(400, QStringLiteral("This is a WebSocket server: it answers GET with HTTP/1.1 only."));

    const Headers headers = headersOf(header);
    HandshakeInfo info;
    info.userAgent = QString::fromUtf8(headers.value("user-agent")).left(200);
    info.origin = QString::fromUtf8(headers.value("origin"));
    info.host = QString::fromUtf8(headers.value("host"));

    const QString host = hostName(info.host);
    if (host.isEmpty() || (!m_allowRemote && !isLoopbackName(host))) {
        return refused(403, QStringLiteral("Host \"%1\" is not this computer. Connect to 127.0.0.1.").arg(info.host),
                       info);
    }
    if (headers.contains("origin") && !originAllowed(info.origin)) {
        return refused(403,
                       QStringLiteral("Pages from \"%1\" may not connect. Add it to TICKGATE_ALLOWED_ORIGINS to let "
                                      "it in.")
                           .arg(info.origin),
                       info);
    }
    if (!hasToken(headers.value("upgrade"), "websocket") || !hasToken(headers.value("connection"), "upgrade"))
        return refused(426, QStringLiteral("This is a WebSocket server: connect with ws://."), info);
    if (headers.value("sec-websocket-version") != "13")
        return refused(426, QStringLiteral("Only WebSocket version 13 is spoken here."), info);
    if (QByteArray::fromBase64(headers.value("sec-websocket-key")).size() != 16)
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
