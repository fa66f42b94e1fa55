#include "ControlFrame.h"

#include "app/ProgramVersion.h"

#include <QJsonDocument>
#include <QtEndian>

namespace tickgate {

namespace {
constexpr qsizetype kHeader = sizeof(quint32);
} // namespace

QJsonObject ControlReply::toJson() const
{
    return {{QStringLiteral("exit"), static_cast<int>(exit)},
            {QStringLiteral("message"), message},
            {QStringLiteral("result"), result}};
}

quint8 controlVersion()
{
    static const quint8 version = pretendedControlVersion().value_or(kControlVersion);
    return version;
}

bool isInEveryVersion(const QString &verb)
{
    return verb == QLatin1String("status") || verb == QLatin1String("raise") || verb == QLatin1String("quit");
}

ControlReply ControlReply::fromJson(const QJsonObject &object)
{
    const int exit = object.value(QLatin1String("exit")).toInt(static_cast<int>(ExitCode::Failed));
    const bool known = exit >= static_cast<int>(ExitCode::Done) && exit <= static_cast<int>(ExitCode::PortBusy);
    return {known ? static_cast<ExitCode>(exit) : ExitCode::Failed, object.value(QLatin1String("message")).toString(),
            object.value(QLatin1String("result")), false};
}

QByteArray controlFrame(const QJsonObject &object, quint8 version)
{
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    QByteArray frame(kHeader + 1, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(json.size() + 1), frame.data());
    frame[kHeader] = static_cast<char>(version);
    return frame + json;
}

ControlFrameReader::ControlFrameReader(qsizetype largest, quint8 version)
    : m_largest(largest)
    , m_version(version)
{}

void ControlFrameReader::feed(const QByteArray &bytes)
{
    m_bytes += bytes;
}

ControlFrameReader::Result ControlFrameReader::next(QJsonObject &message)
{
    if (m_bytes.size() < kHeader)
        return Result::Incomplete;
    const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(m_bytes.constData()));
    if (length < 1 || length > m_largest)
        return Result::Malformed;
    // The version is looked at as soon as it is there: what follows may be laid out in another way.
    if (m_bytes.size() > kHeader && static_cast<quint8>(m_bytes.at(kHeader)) != m_version) {
        m_otherVersion = static_cast<quint8>(m_bytes.at(kHeader));
        return Result::OtherVersion;
    }
    if (m_bytes.size() < kHeader + length)
        return Result::Incomplete;
    const QJsonDocument document = QJsonDocument::fromJson(m_bytes.mid(kHeader + 1, length - 1));
    m_bytes.remove(0, kHeader + length);
    if (!document.isObject())
        return Result::Malformed;
    message = document.object();
    return Result::Message;
}

} // namespace tickgate
