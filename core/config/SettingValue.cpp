#include "SettingValue.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace tickgate {

namespace {

bool parseHost(const QString &text, QString &host)
{
    if (text.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0) {
        host = QStringLiteral("127.0.0.1");
        return true;
    }
    if (text == QLatin1String("*")) {
        host = QStringLiteral("0.0.0.0");
        return true;
    }
    const bool bracketed = text.startsWith(u'[') && text.endsWith(u']');
    const QString bare = bracketed ? text.mid(1, text.size() - 2) : text;
    // QHostAddress would take "127.1" and "8765" too, and no trader means what those mean.
    static const QRegularExpression fourParts(QStringLiteral("^\\d{1,3}(\\.\\d{1,3}){3}$"));
    const QHostAddress address(bare);
    if (address.isNull() || (!bare.contains(u':') && !fourParts.match(bare).hasMatch()))
        return false;
    host = address.toString();
    return true;
}

bool parseSwitch(const QString &text, bool &on)
{
    static const QStringList yes = {QStringLiteral("on"), QStringLiteral("true"), QStringLiteral("yes"),
                                    QStringLiteral("1")};
    static const QStringList no = {QStringLiteral("off"), QStringLiteral("false"), QStringLiteral("no"),
                                   QStringLiteral("0")};
    const QString lower = text.toLower();
    on = yes.contains(lower);
    return on || no.contains(lower);
}

bool parseNumber(const SettingRow &row, const QString &text, int &number)
{
    static const QRegularExpression digits(QStringLiteral("^[0-9]{1,9}$"));
    if (!digits.match(text).hasMatch())
        return false;
    number = text.toInt();
    return number >= row.minimum && number <= row.maximum;
}

QStringList parseList(const QString &text)
{
    QStringList items;
    const QStringList parts = text.split(u',');
    for (const QString &part : parts) {
        const QString item = part.trimmed();
        if (!item.isEmpty() && !items.contains(item))
            items.append(item);
    }
    return items;
}

/// As a browser sends it (RFC 6454 6.2): in small letters, without the scheme's own port and without a path. Empty when
/// it is none. A page without an origin of its own sends "null", and some programs made of pages "file://".
QString asOrigin(const QString &text)
{
    if (text == QLatin1String("*") || text == QLatin1String("null") || text == QLatin1String("file://"))
        return text;
    const QUrl url(text, QUrl::StrictMode);
    const bool bare = (url.path().isEmpty() || url.path() == QLatin1String("/")) && !url.hasQuery() &&
                      !url.hasFragment() && url.userInfo().isEmpty();
    if (!url.isValid() || url.scheme().isEmpty() || url.host().isEmpty() || !bare)
        return {};
    const int own = url.scheme() == QLatin1String("https") ? 443 : url.scheme() == QLatin1String("http") ? 80 : -1;
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host());
    if (url.port() != own)
        origin.setPort(url.port());
    return origin.toString(QUrl::FullyEncoded);
}

/// Writes parsed text through the row's member pointer; one overload per type of setting.
class Setter
{
public:
    Setter(const SettingRow &row, const QString &text, ProxyConfig &config)
        : m_row(row)
        , m_text(text)
        , m_config(config)
    {}

    bool operator()(QString ProxyConfig::*member) const
    {
        if (m_row.kind == SettingKind::Host)
            return parseHost(m_text, m_config.*member);
        m_config.*member = m_text;
        return true;
    }

    bool operator()(int ProxyConfig::*member) const
    {
        int number = 0;
        if (!parseNumber(m_row, m_text, number))
            return false;
        m_config.*member = number;
        return true;
    }

    bool operator()(std::chrono::seconds ProxyConfig::*member) const
    {
        int number = 0;
        if (!parseNumber(m_row, m_text, number))
            return false;
        m_config.*member = std::chrono::seconds(number);
        return true;
    }

    bool operator()(bool ProxyConfig::*member) const
    {
        bool on = false;
        if (!parseSwitch(m_text, on))
            return false;
        m_config.*member = on;
        return true;
    }

    bool operator()(QStringList ProxyConfig::*member) const
    {
        QStringList items = parseList(m_text);
        if (m_row.kind == SettingKind::Origins) {
            std::transform(items.begin(), items.end(), items.begin(), asOrigin);
            if (items.contains(QString()))
                return false;
        }
        m_config.*member = items;
        return true;
    }

    template <typename Enum>
    bool operator()(Enum ProxyConfig::*member) const
    {
        const auto index = m_row.choices.indexOf(m_text.toLower());
        if (index < 0)
            return false;
        m_config.*member = static_cast<Enum>(index);
        return true;
    }

private:
    const SettingRow &m_row;
    const QString &m_text;
    ProxyConfig &m_config;
};

/// The way back: the row's member as text.
class Getter
{
public:
    Getter(const SettingRow &row, const ProxyConfig &config)
        : m_row(row)
        , m_config(config)
    {}

    QString operator()(QString ProxyConfig::*member) const { return m_config.*member; }
    QString operator()(int ProxyConfig::*member) const { return QString::number(m_config.*member); }
    QString operator()(std::chrono::seconds ProxyConfig::*member) const
    {
        return QString::number((m_config.*member).count());
    }
    QString operator()(bool ProxyConfig::*member) const
    {
        return m_config.*member ? QStringLiteral("on") : QStringLiteral("off");
    }
    QString operator()(QStringList ProxyConfig::*member) const { return (m_config.*member).join(u','); }
    template <typename Enum>
    QString operator()(Enum ProxyConfig::*member) const
    {
        return m_row.choices.value(static_cast<int>(m_config.*member));
    }

private:
    const SettingRow &m_row;
    const ProxyConfig &m_config;
};

} // namespace

QString allowedText(const SettingRow &row)
{
    switch (row.kind) {
    case SettingKind::Host:
        return QStringLiteral("an IP address or localhost");
    case SettingKind::Port:
        return QStringLiteral("a port from %1 to %2").arg(row.minimum).arg(row.maximum);
    case SettingKind::Number:
        return QStringLiteral("a number from %1 to %2").arg(row.minimum).arg(row.maximum);
    case SettingKind::Seconds:
        return QStringLiteral("%1 to %2 seconds").arg(row.minimum).arg(row.maximum);
    case SettingKind::Switch:
        return QStringLiteral("on or off");
    case SettingKind::Choice:
        return row.choices.mid(0, row.choices.size() - 1).join(QLatin1String(", ")) + QLatin1String(" or ") +
               row.choices.constLast();
    case SettingKind::List:
        return QStringLiteral("a list separated by commas");
    case SettingKind::Origins:
        return QStringLiteral("addresses as https://charts.example without a path, separated by commas, or * for any");
    case SettingKind::File:
        return QStringLiteral("a file");
    case SettingKind::Folder:
        return QStringLiteral("a folder");
    case SettingKind::Text:
        break;
    }
    return QStringLiteral("text");
}

bool applySetting(const SettingRow &row, const QString &text, ProxyConfig &config)
{
    const QString trimmed = row.secret ? text : text.trimmed();
    if (trimmed.isEmpty()) {
        std::visit([&config](auto member) { config.*member = ProxyConfig{}.*member; }, row.target);
        return true;
    }
    return std::visit(Setter(row, trimmed, config), row.target);
}

QString settingText(const SettingRow &row, const ProxyConfig &config)
{
    return std::visit(Getter(row, config), row.target);
}

QString maskedSettingText(const SettingRow &row, const QString &text)
{
    if (row.secret)
        return text.isEmpty() ? QString() : QStringLiteral("****");
    // Up to the last @: a password that was not percent-encoded may hold anything, a slash and an @ too. Rather too
    // much is hidden than its end shown.
    const auto scheme = text.indexOf(QLatin1String("://"));
    if (scheme < 0)
        return text;
    const QString hidden = text.left(scheme) + QLatin1String("://****");
    const auto at = text.lastIndexOf(u'@');
    const auto options = text.indexOf(u'?', scheme); // a password may be among them
    if (options < 0)
        return at < scheme ? text : hidden + text.mid(at);
    if (options < at)
        return hidden;
    return (at < scheme ? text.left(options) : hidden + text.mid(at, options - at)) + QLatin1String("?****");
}

} // namespace tickgate
