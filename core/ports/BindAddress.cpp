#include "BindAddress.h"

#include <QHostAddress>

namespace tickgate {

std::optional<QString> bindAddress(const QString &host)
{
    QString text = host.trimmed();
    if (text.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return QStringLiteral("127.0.0.1");
    if (text.startsWith(u'[') && text.endsWith(u']'))
        text = text.mid(1, text.size() - 2);
    QHostAddress address;
    if (!address.setAddress(text))
        return std::nullopt;
    // QHostAddress also takes "127.1" and "1": nobody means those.
    if (address.protocol() == QAbstractSocket::IPv4Protocol && text.count(u'.') != 3)
        return std::nullopt;
    return address.toString();
}

} // namespace tickgate
