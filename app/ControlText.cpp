#include "ControlText.h"

#include "core/metrics/Format.h"

#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace tickgate {

namespace {

const QLatin1String kSlowMark("slow");

QString plain(QString text)
{
    text.replace(QChar(0x202F), u' ');
    text.replace(QChar(0x00A0), u' ');
    return text;
}

std::chrono::milliseconds milliseconds(const QJsonValue &seconds)
{
    return std::chrono::milliseconds(static_cast<qint64>(seconds.toDouble() * 1000.0));
}

QString duration(const QJsonValue &seconds)
{
    return plain(format::duration(milliseconds(seconds)));
}

QString age(const QJsonValue &seconds)
{
    return plain(format::age(milliseconds(seconds)));
}

QString count(const QJsonValue &value)
{
    return plain(format::count(static_cast<quint64>(std::max(0.0, value.toDouble()))));
}

QString rate(const QJsonValue &value)
{
    return plain(format::rate(value.toDouble()));
}

QString line(const char *label, const QString &text)
{
    return QStringLiteral("  %1 %2\n").arg(QLatin1String(label), -8).arg(text);
}

QString listenersText(const QJsonArray &listeners)
{
    QStringList parts;
    for (const QJsonValue value : listeners) {
        const QString address = value[QLatin1String("address")].toString();
        const QString shown = address.contains(u':') ? u'[' + address + u']' : address;
        if (value[QLatin1String("listening")].toBool())
            parts.append(QStringLiteral("%1:%2").arg(shown).arg(value[QLatin1String("port")].toInt()));
        else
            parts.append(QStringLiteral("%1 not listening (%2)").arg(shown, value[QLatin1String("error")].toString()));
    }
    return parts.isEmpty() ? QStringLiteral("not listening") : parts.join(QLatin1String(" + "));
}

QString busText(const QJsonObject &status)
{
    const QJsonObject bus = status.value(QLatin1String("bus")).toObject();
    const QString role = bus.value(QLatin1String("role")).toString();
    if (role == QLatin1String("none"))
        return QStringLiteral("closed");
    const int publishers = status.value(QLatin1String("publishers")).toInt();
    QString text =
        QStringLiteral("%1, %2, %3")
            .arg(bus.value(QLatin1String("endpoint")).toString(),
                 role == QLatin1String("bind") ? QStringLiteral("bound") : QStringLiteral("connected"),
                 publishers == 1 ? QStringLiteral("1 publisher") : QStringLiteral("%1 publishers").arg(publishers));
    if (status.value(QLatin1String("publisher_missing")).toBool())
        text += QStringLiteral(" for %1: see tickgate doctor")
                    .arg(age(bus.value(QLatin1String("without_publisher_seconds"))));
    return text;
}

} // namespace

QString statusText(const QJsonObject &status)
{
    const QString state = status.value(QLatin1String("state")).toString();
    const QJsonValue uptime = status.value(QLatin1String("uptime_seconds"));
    QString text = QStringLiteral("Tickgate %1: %2%3%4 (pid %5)\n")
                       .arg(status.value(QLatin1String("version")).toString(), state,
                            uptime.toDouble() > 0 ? QLatin1String(" for ") + duration(uptime) : QString(),
                            status.value(QLatin1String("demo")).toBool() ? QStringLiteral(", demo feed") : QString())
                       .arg(status.value(QLatin1String("pid")).toInteger());
    const QJsonValue error = status.value(QLatin1String("error"));
    if (error.isObject()) {
        text += line("problem", error[QLatin1String("text")].toString());
        if (!error[QLatin1String("hint")].toString().isEmpty())
            text += line("remedy", error[QLatin1String("hint")].toString());
        if (const QJsonValue wait = status.value(QLatin1String("restart_in_seconds")); wait.isDouble())
            text += line("restart", QStringLiteral("by itself in %1 s").arg(std::ceil(wait.toDouble())));
    }
    if (state != QLatin1String("running"))
        return text;
    const QJsonValue lastTick = status.value(QLatin1String("last_tick_seconds"));
    const QJsonObject totals = status.value(QLatin1String("totals")).toObject();
    const QJsonValue p99 = status.value(QLatin1String("latency_us"))[QLatin1String("p99")];
    const bool exposed = status.value(QLatin1String("exposed_to_network")).toBool();
    text += line("proxy", listenersText(status.value(QLatin1String("listeners")).toArray()) +
                              (exposed ? QStringLiteral(", exposed to the network") : QString()));
    text += line("bus", busText(status));
    text += line("clients", QStringLiteral("%1 connected, %2 slow, %3 subscriptions to %4 symbols")
                                .arg(count(status.value(QLatin1String("clients"))),
                                     count(status.value(QLatin1String("slow_clients"))),
                                     count(status.value(QLatin1String("subscriptions"))),
                                     count(status.value(QLatin1String("symbols")))));
    if (const QJsonValue restart = status.value(QLatin1String("last_restart")); restart.isObject())
        text += line("restart", restart[QLatin1String("text")].toString());
    text += line("in", QStringLiteral("%1 msg/s, %2")
                           .arg(rate(status.value(QLatin1String("in_per_second"))),
                                lastTick.isNull() ? QStringLiteral("no tick yet")
                                                  : QStringLiteral("last tick %1 ago").arg(age(lastTick))));
    text += line("out", QStringLiteral("%1 msg/s, %2 conflated, p99 %3")
                            .arg(rate(status.value(QLatin1String("out_per_second"))),
                                 count(totals.value(QLatin1String("conflated"))),
                                 plain(format::latency(std::chrono::microseconds(p99.toInteger())))));
    text += line("keys", status.value(QLatin1String("auth")).toString());
    return text;
}

QString clientsText(const QJsonArray &clients)
{
    if (clients.isEmpty())
        return QStringLiteral("No client is connected.\n");
    QList<QStringList> rows;
    for (const QJsonValue client : clients) {
        const auto at = [&client](const char *key) { return client[QLatin1String(key)]; };
        rows.append({QString::number(at("id").toInteger()),
                     QStringLiteral("%1:%2").arg(at("address").toString()).arg(at("port").toInt()),
                     at("user").toString(), count(at("subscriptions")), rate(at("out_per_second")),
                     count(at("queued_messages")), age(at("lag_seconds")), count(at("conflated")),
                     duration(at("connected_seconds")), at("slow").toBool() ? kSlowMark : QLatin1String()});
    }
    return textTable({QStringLiteral("ID"), QStringLiteral("ADDRESS"), QStringLiteral("USER"),
                      QStringLiteral("SUBSCRIBED"), QStringLiteral("OUT/S"), QStringLiteral("QUEUE"),
                      QStringLiteral("LAG"), QStringLiteral("CONFLATED"), QStringLiteral("FOR"), QString()},
                     rows, {true, false, false, true, true, true, true, true, true, false});
}

QString doctorText(const QJsonObject &doctor)
{
    QString text;
    const QJsonArray checks = doctor.value(QLatin1String("checks")).toArray();
    for (const QJsonValue check : checks) {
        const QString result = check[QLatin1String("result")].toString();
        const QString mark = result == QLatin1String("ok")       ? QStringLiteral("ok")
                             : result == QLatin1String("broken") ? QStringLiteral("BROKEN")
                                                                 : QStringLiteral("-");
        text += QStringLiteral("  %1 %2 %3\n")
                    .arg(mark, -7)
                    .arg(check[QLatin1String("title")].toString(), -24)
                    .arg(plain(check[QLatin1String("found")].toString()));
    }
    text += plain(doctor.value(QLatin1String("sentence")).toString()) + u'\n';
    return text;
}

QString tickText(const QJsonObject &tick)
{
    static const QString modes[] = {QStringLiteral("?"), QStringLiteral("LTP"), QStringLiteral("Quote"),
                                    QStringLiteral("Depth")};
    return QStringLiteral("%1:%2 %3 %4\n")
        .arg(tick.value(QLatin1String("exchange")).toString(), tick.value(QLatin1String("symbol")).toString(),
             modes[std::clamp(tick.value(QLatin1String("mode")).toInt(), 0, 3)],
             tick.value(QLatin1String("payload")).toString());
}

QString tickJsonLine(const QJsonObject &tick)
{
    QJsonObject head = tick;
    head.remove(QLatin1String("payload"));
    QByteArray line = QJsonDocument(head).toJson(QJsonDocument::Compact);
    line.chop(1);
    return QString::fromUtf8(line) + QStringLiteral(",\"data\":") + tick.value(QLatin1String("payload")).toString() +
           QStringLiteral("}\n");
}

QString textTable(const QStringList &heads, const QList<QStringList> &rows, const QList<bool> &rightAligned)
{
    QList<qsizetype> widths;
    for (qsizetype column = 0; column < heads.size(); ++column) {
        qsizetype widest = heads.at(column).size();
        for (const QStringList &row : rows)
            widest = std::max(widest, row.value(column).size());
        widths.append(widest);
    }
    const auto lineOf = [&](const QStringList &cells) {
        QString text;
        for (qsizetype column = 0; column < heads.size(); ++column) {
            const QString cell = cells.value(column);
            if (column > 0)
                text += QLatin1String("  ");
            text += rightAligned.value(column) ? cell.rightJustified(widths.at(column))
                                               : cell.leftJustified(widths.at(column));
        }
        while (text.endsWith(u' '))
            text.chop(1);
        return text + u'\n';
    };
    QString text = lineOf(heads);
    for (const QStringList &row : rows)
        text += lineOf(row);
    return text;
}

} // namespace tickgate
