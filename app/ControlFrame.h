#pragma once

#include "app/ExitCode.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <optional>

namespace tickgate {

// The language of the control socket. A frame is a 32-bit length, most significant byte first, then as many bytes: one
// version byte and a JSON object. The client sends one request {"verb":V,"arguments":{...}}; the server answers with
// any number of {"item":{...}} (tail only) and one {"exit":N,"message":M,"result":R}, then closes.
//
// The header (length and version byte) and the requests and answers of status, raise and quit are the same in every
// version, so that any two versions can tell each other who is newer and who is to go. A server answers in its own.

inline constexpr quint8 kControlVersion = 1;
/// The version this process speaks: kControlVersion, unless a test pretends another (ProgramVersion.h).
[[nodiscard]] quint8 controlVersion();
/// Whether a verb may be asked in any version.
[[nodiscard]] bool isInEveryVersion(const QString &verb);
inline constexpr qsizetype kLargestRequest = qsizetype{64} * 1024;
inline constexpr qsizetype kLargestAnswer = qsizetype{32} * 1024 * 1024;

/// The final answer to a verb.
struct ControlReply
{
    ExitCode exit = ExitCode::Done;
    QString message;             ///< for people; the reason when exit is not Done
    QJsonValue result;           ///< what --json prints
    bool connectionLost = false; ///< said by the client itself: the other side went without an answer
    std::optional<quint8> otherVersion = std::nullopt; ///< said by the client itself: what the other side speaks

    bool operator==(const ControlReply &) const = default;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static ControlReply fromJson(const QJsonObject &object);
};

[[nodiscard]] QByteArray controlFrame(const QJsonObject &object, quint8 version = controlVersion());

/// Puts frames together again, however the bytes arrive. Once it has said Malformed or OtherVersion, the connection
/// is of no more use. Pure.
class ControlFrameReader
{
public:
    enum class Result
    {
        Incomplete,
        Message,
        Malformed,
        OtherVersion
    };

    explicit ControlFrameReader(qsizetype largest, quint8 version = controlVersion());

    void feed(const QByteArray &bytes);
    [[nodiscard]] Result next(QJsonObject &message);
    /// The version of the frame that next() called OtherVersion.
    [[nodiscard]] quint8 otherVersion() const { return m_otherVersion; }

private:
    const qsizetype m_largest;
    const quint8 m_version;
    quint8 m_otherVersion = 0;
    QByteArray m_bytes;
};

} // namespace tickgate
